import { expect, test } from '../support/test.ts';
import { useOwnBroker } from '../support/own.ts';
import { base, people, signIn } from '../support/people.ts';

useOwnBroker('18086');

// Texts that would do something if they became markup.
const harmful = [
  '<img src=x onerror=alert(1)>', '<img src="x">', '<script>alert(1)</script>', '<svg onload="alert(1)"></svg>', '<svg><script></script></svg>',
  '<a href="javascript:alert(1)">x</a>', '<a href="//evil.example">x</a>', '<iframe src="/"></iframe>', '<object data="/"></object>', '<embed src="/">',
  '<base href="/x">', '<link rel="stylesheet" href="/x.css">', '<meta http-equiv="refresh" content="0">', '<style>*{}</style>', '<div style="color:red"></div>',
  '<form action="/x"></form>', '<button formaction="/x"></button>', '<input onfocus="x" autofocus>', '<div class="a"onclick="x"></div>', '<div/onclick="x"></div>',
  '<div class=a></div>', "<div class='a'></div>", '<div class="a', '<!--<img>-->', '<noscript><p></noscript>', '<math></math>', '<template></template>',
  '<p><', '<', '<p class="<img onerror=x>"></p>',
];

test('text becomes markup by the rule of the app only', async ({ page }) => {
  await signIn(page, people.agent);
  const refused = await page.evaluate((texts) => {
    const attempt = (write: () => void): boolean => {
      try {
        write();
        return false;
      } catch (error) {
        return error instanceof TypeError;
      }
    };
    const place = (): HTMLElement => document.createElement('div');
    const sinks: ((text: string) => void)[] = [
      (text) => { place().innerHTML = text; },
      (text) => place().insertAdjacentHTML('beforeend', text),
      (text) => { const outer = place(); outer.append(place()); (outer.firstChild as HTMLElement).outerHTML = text; },
      (text) => { document.createElement('template').innerHTML = text; },
      (text) => void new DOMParser().parseFromString(text, 'text/html'),
      (text) => void document.createRange().createContextualFragment(text),
      (text) => { document.createElement('iframe').srcdoc = text; },
    ];
    const code = document.createElement('script');
    const always = [
      attempt(() => { code.text = '1'; }),
      attempt(() => { code.src = '/x.js'; }),
      attempt(() => void new Worker('/x.js')),
      attempt(() => void setTimeout('1')),
      attempt(() => { place().setAttribute('onclick', '1'); }),
    ];
    return { texts: texts.filter((text) => !sinks.every((sink) => attempt(() => sink(text)))), always };
  }, harmful);
  expect(refused.texts).toEqual([]);
  expect(refused.always).toEqual([true, true, true, true, true]);
});

test('another rule cannot be made, and what is fixed or drawn goes through', async ({ page }) => {
  await page.goto(`${base()}/login`);
  const seen = await page.evaluate(() => {
    const types = (globalThis as unknown as { trustedTypes: { createPolicy(name: string, rules: object): void } }).trustedTypes;
    const made = ['mine', 'default'].map((name) => {
      try {
        types.createPolicy(name, { createHTML: (text: string) => text });
        return true;
      } catch {
        return false;
      }
    });
    const place = document.createElement('div');
    place.innerHTML = '<p class="a" aria-label="b">1 > 0 &amp; <b>so</b><!----></p><svg viewBox="0 0 1 1"><path d="M0 0"/></svg>';
    return { made, text: place.textContent, shapes: place.querySelectorAll('path').length };
  });
  expect(seen).toEqual({ made: [false, false], text: '1 > 0 & so', shapes: 1 });
});
