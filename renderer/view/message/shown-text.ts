/** What is no part of a message's text: words of buttons, and signs that are only seen. */
const notText = 'button, [aria-hidden="true"]';
/** Their own line breaks and spaces are meant; everything else within a message's text holds blocks. */
const lines = 'p, pre';

/** The part of a text node that is in a range. */
function coveredText(range: Range, node: Node): string {
  if (!range.intersectsNode(node)) return '';
  const whole = node.textContent ?? '';
  const to = node === range.endContainer ? range.endOffset : whole.length;
  return whole.slice(node === range.startContainer ? range.startOffset : 0, to);
}

function textNodes(element: Element): readonly Node[] {
  const nodes: Node[] = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.textContent !== '' && node.parentElement?.closest(notText) === null) nodes.push(node);
  }
  return nodes;
}

/** An item's sign or number, when its beginning is in the range and something outside it, too. */
function signOf(range: Range, item: Element): string {
  const [first] = textNodes(item);
  if (first === undefined || item.contains(range.commonAncestorContainer)) return '';
  if (range.comparePoint(first, 0) !== 0) return '';
  const list = item.parentElement;
  if (!(list instanceof HTMLOListElement)) return '- ';
  const number = list.start + [...list.children].indexOf(item);
  return `${String(number)}${list.classList.contains('bracket') ? ')' : '.'} `;
}

/**
 * The text of that part of a message's shown text which is in a range, as one would type it: blocks on lines of their
 * own, with the signs of lists and quotes. It is what is seen: bold text is only text.
 */
export function shownText(range: Range, element: Element): string {
  if (!range.intersectsNode(element) || element.matches(notText)) return '';
  if (element.matches(lines)) {
    return textNodes(element)
      .map((node) => coveredText(range, node))
      .join('');
  }
  const text = [...element.children]
    .map((child) => shownText(range, child))
    .filter((part) => part !== '')
    .join('\n');
  if (text === '') return '';
  if (element.tagName === 'LI') {
    const sign = signOf(range, element);
    return sign + text.replaceAll('\n', `\n${' '.repeat(sign.length)}`);
  }
  const quoted = element.tagName === 'BLOCKQUOTE' && !element.contains(range.commonAncestorContainer);
  return quoted ? text.replace(/^/gm, '> ') : text;
}
