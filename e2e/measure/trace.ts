import type { CDPSession, Page } from '@playwright/test';

// What the browser did in a stretch of time: frames it drew, frames it was late for at 60 a second, and the longest task in ms.
export interface Frames { shown: number; dropped: number; longestTask: number }

interface TraceEvent { name: string; dur?: number; cat: string }

// Watches the frames of the page and traces its tasks during `act`.
export async function traced(page: Page, act: () => Promise<void>): Promise<Frames> {
  const browser: CDPSession = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  browser.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await browser.send('Tracing.start', {
    traceConfig: { includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] },
    transferMode: 'ReportEvents',
  });
  await page.evaluate(() => {
    window.frames60 = [];
    const next = (now: number): void => {
      window.frames60?.push(now);
      if (window.frames60) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  await act();
  const frames = await page.evaluate(() => {
    const seen = window.frames60 ?? [];
    delete window.frames60;
    return seen;
  });
  const complete = new Promise((resolve) => browser.once('Tracing.tracingComplete', resolve));
  await browser.send('Tracing.end');
  await complete;
  await browser.detach();
  const tasks = events.filter(({ name, cat }) => name === 'RunTask' && cat.includes('devtools.timeline')).map(({ dur = 0 }) => dur / 1000);
  return {
    shown: frames.length,
    dropped: frames.slice(1).reduce((sum, at, index) => sum + Math.max(0, Math.round((at - (frames[index] ?? at)) / (1000 / 60)) - 1), 0),
    longestTask: Math.max(0, ...tasks),
  };
}

declare global {
  interface Window { frames60?: number[] }
}
