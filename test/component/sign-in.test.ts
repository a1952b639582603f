import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Failure } from '../../shared/contract/failure.ts';
import type { ConnectionFailure } from '../../shared/model/connection.ts';
import type { FakeMain } from '../support/window/fake-main.ts';
import { expectAccessible, narrow, openWindow } from '../support/window/open-window.ts';

const signedOut = (main: FakeMain): void => {
  main.phase = { kind: 'signed-out' };
};
const refusing = (failure: Failure) => (main: FakeMain) => {
  signedOut(main);
  main.refusals.set('signIn', failure);
};
const connection = (code: ConnectionFailure['code'], status: number | null = null): Failure => ({
  code: 'connection',
  failure: { code, status, detail: 'technical words' },
});

const address = () => page.getByLabelText('Address', { exact: true });
const password = () => page.getByLabelText('Password', { exact: true });
const server = () => page.getByLabelText('Server', { exact: true });
const transport = () => page.getByLabelText('Transport', { exact: true });
const signIn = () => page.getByRole('button', { name: 'Sign in', exact: true });

async function fillIn(): Promise<void> {
  await address().fill('anna@example.com');
  await password().fill('secret');
}

describe('the sign-in screen', () => {
  test('asks for address and password, starts in the first, and hides the rest under "Advanced"', async () => {
    const { main } = await openWindow(signedOut);
    await expect.element(address()).toHaveFocus();
    await expect.element(server()).not.toBeVisible();
    await page.getByRole('button', { name: 'Advanced' }).click();
    await server().fill('sip.example.com:5070');
    await transport().selectOptions('Secure WebSocket');
    await page.getByRole('checkbox', { name: 'The server is Lync or Skype for Business' }).click();
    await fillIn();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('list', { name: 'Conversations' })).toBeInTheDocument();
    expect(main.inputsOf('signIn')).toEqual([
      {
        address: 'anna@example.com',
        password: 'secret',
        server: 'sip.example.com:5070',
        transport: 'wss',
        imDialogs: true,
      },
    ]);
  });

  test('explains each field of "Advanced" from where its line begins', async () => {
    await openWindow(signedOut);
    await page.getByRole('button', { name: 'Advanced' }).click();
    const begins = (element: Element | null): number => {
      if (element === null) throw new Error('There is no such line');
      const range = document.createRange();
      range.selectNodeContents(element);
      return range.getClientRects()[0]?.left ?? 0;
    };
    const box = page.getByRole('checkbox', { name: 'The server is Lync or Skype for Business' }).element();
    const help = document.getElementById(box.getAttribute('aria-describedby') ?? '');
    expect(begins(help)).toBeCloseTo(box.getBoundingClientRect().left, 0);
    expect(begins(help)).toBeCloseTo(server().element().getBoundingClientRect().left, 0);
  });

  test('offers TCP, TLS, WebSocket and Secure WebSocket', async () => {
    await openWindow(signedOut);
    await page.getByRole('button', { name: 'Advanced' }).click();
    const options = [...(transport().element() as HTMLSelectElement).options].map((each) => each.text);
    expect(options).toEqual(['TCP', 'TLS', 'WebSocket', 'Secure WebSocket']);
  });

  test('says "Connecting…" while the answer is awaited, and takes no second click', async () => {
    const { main } = await openWindow((each) => {
      signedOut(each);
      each.delays.set('signIn', new Promise(() => undefined));
    });
    await fillIn();
    await signIn().click();
    const button = page.getByRole('button', { name: 'Connecting…' });
    await expect.element(button).toHaveAttribute('aria-busy', 'true');
    await userEvent.keyboard('{Enter}');
    expect(main.inputsOf('signIn')).toHaveLength(1);
  });

  test('shows and hides the password', async () => {
    await openWindow(signedOut);
    await password().fill('secret');
    await expect.element(password()).toHaveAttribute('type', 'password');
    await page.getByRole('button', { name: 'Show password' }).click();
    await expect.element(password()).toHaveAttribute('type', 'text');
    await expect.element(password()).toHaveValue('secret');
  });

  test.for<[string, Failure, () => ReturnType<typeof page.getByLabelText>, RegExp]>([
    ['a wrong password', connection('wrong-password', 401), password, /did not accept this password/],
    ['an unknown host', connection('unknown-host'), address, /No server named example\.com was found/],
    ['a refused connection', connection('connection-refused'), server, /example\.com refused the connection/],
    ['no answer', connection('no-answer'), server, /example\.com did not answer/],
    ['no secure connection', connection('tls'), transport, /No secure connection to example\.com/],
    ['an address that may not', connection('rejected', 403), address, /does not let this address sign in/],
    ['an address that is not known', connection('rejected', 404), address, /does not know this address/],
    [
      'an invalid address',
      { code: 'invalid-address', problem: 'no-user' },
      address,
      /before the @ is missing/,
    ],
    ['an invalid server', { code: 'invalid-server', problem: 'port' }, server, /number from 1 to 65535/],
  ])(
    'says %s beside the field that it concerns, and moves the focus there',
    async ([, failure, field, words]) => {
      await openWindow(refusing(failure));
      await fillIn();
      await signIn().click();
      await expect.element(page.getByRole('alert')).toMatchTextContent(words);
      await expect.element(field()).toHaveFocus();
      await expect.element(field()).toHaveAccessibleDescription(words);
      await expect.element(field()).toHaveAttribute('aria-invalid', 'true');
      await expect.element(password()).toHaveValue('secret');
      await expectAccessible();
    },
  );

  test.for<[string, Failure, RegExp]>([
    ['no way to the server', connection('unreachable'), /connected to the network/],
    ['a refusal with its status', connection('rejected', 503), /SIP 503/],
    ['a fault inside', { code: 'internal', detail: 'x' }, /Something went wrong inside Parley/],
  ])('says %s above the button', async ([, failure, words]) => {
    await openWindow(refusing(failure));
    await fillIn();
    await signIn().click();
    await expect.element(page.getByRole('alert')).toMatchTextContent(words);
  });

  test('an unknown host that was typed as the server is the server’s matter', async () => {
    await openWindow(refusing(connection('unknown-host')));
    await fillIn();
    await page.getByRole('button', { name: 'Advanced' }).click();
    await server().fill('nowhere.example.com');
    await signIn().click();
    await expect.element(server()).toHaveAccessibleDescription(/nowhere\.example\.com was found/);
  });

  test('"Try it on this computer" opens the conversation with Echo', async () => {
    const { main } = await openWindow(signedOut);
    await page.getByRole('button', { name: 'Try it on this computer' }).click();
    await expect.element(page.getByRole('heading', { name: 'Echo' })).toBeInTheDocument();
    await expect.element(page.getByRole('textbox', { name: 'Message' })).toHaveFocus();
    await expect
      .element(page.getByRole('status').filter({ hasText: /Trial/ }))
      .toMatchTextContent('Trial on this computer');
    expect(main.inputsOf('tryLocally')).toHaveLength(1);
  });

  test('tells of a computer without a secret store', async () => {
    await openWindow((main) => {
      signedOut(main);
      main.secretStore = 'weak';
    });
    await expect.element(page.getByText('This computer has no secret store (keyring).')).toBeVisible();
    await expectAccessible();
  });

  test('has no accessibility violations', async () => {
    await openWindow(signedOut);
    await page.getByRole('button', { name: 'Advanced' }).click();
    await expectAccessible();
  });
});

describe('the settings before the sign-in', () => {
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const names = () =>
    [...document.querySelectorAll<HTMLElement>('[data-page]')].map((each) => each.dataset['page']);

  test.for([
    ['by the button in the corner', () => button('Settings').click()],
    ['by the key', () => userEvent.keyboard('{Control>},{/Control}')],
  ] as const)('are there %s, work, and lead back to what was typed', async ([, go]) => {
    const { main } = await openWindow(signedOut);
    await fillIn();
    await go();
    await expect.element(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
    expect(names()).toEqual(['appearance', 'shortcuts', 'language', 'advanced', 'about']);
    await expectAccessible();
    await button('Language').click();
    await page.getByRole('radio', { name: 'Deutsch' }).click();
    await expect.poll(() => main.settings.values['language.language']).toBe('de');
    await button('Zurück zur Anmeldung').click();
    await expect.element(page.getByLabelText('Passwort', { exact: true })).toHaveFocus();
    await expect.element(page.getByLabelText('Passwort', { exact: true })).toHaveValue('secret');
    await expect.element(page.getByLabelText('Adresse', { exact: true })).toHaveValue('anna@example.com');
  });

  test('are left by Esc, in a narrow window page by page, and no news of the account closes them', async () => {
    const { main } = await openWindow(signedOut, narrow);
    await button('Settings').click();
    await button('About').click();
    await expect.element(page.getByRole('heading', { level: 2, name: 'About' })).toHaveFocus();
    // What was lost on the way is asked for as a whole.
    main.lose(1);
    main.setSettings(main.settings.values);
    await expect.poll(() => main.inputsOf('snapshot').length).toBeGreaterThan(1);
    await userEvent.keyboard('{Escape}');
    await expect.element(button('About')).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await expect.element(signIn()).toBeVisible();
    await expect.element(address()).toHaveFocus();
  });

  test('are reached by the menu of the desktop', async () => {
    const { main } = await openWindow(signedOut);
    await expect.element(signIn()).toBeVisible();
    main.opening = { kind: 'action', action: 'settings' };
    main.raise({ kind: 'opening' });
    await expect.element(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  });
});

describe('before there is anything to sign in to', () => {
  test('the start says so', async () => {
    await openWindow((main) => {
      main.phase = { kind: 'starting' };
    });
    await expect.element(page.getByRole('status')).toMatchTextContent('Starting Parley');
    await expectAccessible();
  });

  test.for<[Extract<Failure, { code: 'store' }>['problem'], RegExp]>([
    ['wrong-key', /Unlock it with the password/],
    ['newer', /Install the newest version/],
    ['damaged', /Parley can repair it/],
    ['no-runtime', /Install Parley again/],
    ['no-access', /Allow your user to read and write/],
    ['full', /Free some space/],
    ['crashed', /Try again/],
  ])('a store that fails (%s) says what to do', async ([problem, todo]) => {
    await openWindow((main) => {
      main.phase = {
        kind: 'unavailable',
        failure: { code: 'store', problem, detail: '/home/anna/messages.db' },
      };
    });
    await expect.element(page.getByRole('alert')).toMatchTextContent(todo);
    await expect.element(page.getByText('/home/anna/messages.db')).toBeVisible();
    await expectAccessible();
  });
});
