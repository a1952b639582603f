import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

/** Ways past Svelte's escaping, and code made of strings. */
const markupFromText = [
  { selector: 'MemberExpression[property.name=/^(inner|outer)HTML$/]', message: 'Peer text is never HTML.' },
  {
    selector:
      'CallExpression[callee.property.name=/^(insertAdjacentHTML|setHTMLUnsafe|createContextualFragment)$/]',
    message: 'Peer text is never HTML.',
  },
  {
    selector: 'CallExpression[callee.object.name="document"][callee.property.name=/^write(ln)?$/]',
    message: 'Peer text is never HTML.',
  },
];

/** The domain's time is handed in, so that tests turn the clock. */
const ownTime = [
  {
    selector: 'MemberExpression[object.name="Date"][property.name="now"]',
    message: 'Ask the Clock that was handed in.',
  },
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
    message: 'Ask the Clock that was handed in.',
  },
  { selector: 'MemberExpression[object.name="performance"]', message: 'Ask the Clock that was handed in.' },
];
const timers = ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval'];

export default ts.config(
  { ignores: ['dist/**', 'dist.*/**', 'release/**', 'test-results/**', 'coverage/**'] },
  { linterOptions: { noInlineConfig: true } },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: new URL('..', import.meta.url).pathname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-syntax': ['error', ...markupFromText],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: ts.parser },
    },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/no-target-blank': 'error',
      'svelte/button-has-type': 'error',
      // Svelte's runes assign to what looks constant.
      'prefer-const': 'off',
      // State classes keep private indexes in plain collections on purpose.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['main/flow/**', 'main/conversation/**', 'main/payload/**', 'shared/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...timers.map((name) => ({ name, message: 'Use the Clock that was handed in.' })),
      ],
      'no-restricted-syntax': ['error', ...markupFromText, ...ownTime],
    },
  },
  {
    files: ['build/**', 'test/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    ...ts.configs.disableTypeChecked,
  },
  {
    files: ['build/**/*.js', 'build/**/*.mjs', 'build/**/*.cjs'],
    languageOptions: { globals: globals.node },
    rules: {
      ...ts.configs.disableTypeChecked.rules,
      '@typescript-eslint/explicit-module-boundary-types': 'off',
    },
  },
);
