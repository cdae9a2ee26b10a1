import type { CDPSession, Page } from '@playwright/test';

// What the browser did in a stretch of time, by its own reports of frames: those it showed, of these the ones without the newest
// work of the page (late), those in which it should have shown something new and could not (dropped), and the longest task in ms.
export interface Frames { shown: number; late: number; dropped: number; longestTask: number }

interface TraceEvent {
  name: string;
  ph: string;
  cat: string;
  dur?: number;
  args?: { frame_reporter?: { state: string; affects_smoothness: boolean; frame_source: number; frame_sequence: number } };
}

// Traces the page during `act`.
export async function traced(page: Page, act: (browser: CDPSession) => Promise<void>): Promise<Frames> {
  const browser: CDPSession = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  browser.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await browser.send('Tracing.start', {
    traceConfig: { includedCategories: ['cc', 'benchmark', 'disabled-by-default-devtools.timeline'] },
    transferMode: 'ReportEvents',
  });
  await act(browser);
  const complete = new Promise((resolve) => browser.once('Tracing.tracingComplete', resolve));
  await browser.send('Tracing.end');
  await complete;
  await browser.detach();
  const tasks = events.filter(({ name, cat }) => name === 'RunTask' && cat.includes('devtools.timeline')).map(({ dur = 0 }) => dur / 1000);
  const reports = events.flatMap(({ name, ph, args }) => (name === 'PipelineReporter' && ph === 'b' && args?.frame_reporter ? [args.frame_reporter] : []));
  const count = (state: string, smooth?: boolean): number =>
    reports.filter((report) => report.state === state && (smooth === undefined || report.affects_smoothness === smooth)).length;
  // The page's own work for a frame that was shown without it is reported by itself.
  const shown = reports.filter(({ state }) => state.startsWith('STATE_PRESENTED'));
  return {
    shown: new Set(shown.map((report) => `${String(report.frame_source)}/${String(report.frame_sequence)}`)).size,
    late: count('STATE_PRESENTED_PARTIAL', true),
    dropped: count('STATE_DROPPED', true),
    longestTask: Math.max(0, ...tasks),
  };
}

// Counts the animation frames of the page during `act`, and those it was late for at 60 a second: what its own thread missed.
export async function animated(page: Page, act: () => Promise<void>): Promise<{ frames: number; missed: number }> {
  await page.evaluate(() => {
    window.frames60 = [];
    const next = (now: number): void => {
      window.frames60?.push(now);
      if (window.frames60) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  await act();
  const seen = await page.evaluate(() => {
    const seen = window.frames60 ?? [];
    delete window.frames60;
    return seen;
  });
  const missed = seen.slice(1).map((at, index) => Math.max(0, Math.round((at - (seen[index] ?? at)) / (1000 / 60)) - 1));
  return { frames: seen.length, missed: missed.reduce((sum, one) => sum + one, 0) };
}

declare global {
  interface Window { frames60?: number[] }
}
