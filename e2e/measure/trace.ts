import type { CDPSession, Page } from '@playwright/test';

// What a trace of the browser says about the frames of a stretch of time.
export interface Frames { shown: number; dropped: number; longestTask: number }

interface TraceEvent { name: string; ph: string; dur?: number; cat: string; args?: { chrome_frame_reporter?: { state?: string; affects_smoothness?: boolean } } }

// Traces what the browser does during `act`: frames it showed, frames that smoothness lost, and the longest task of the page in ms.
export async function traced(page: Page, act: () => Promise<void>): Promise<Frames> {
  const browser: CDPSession = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  browser.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await browser.send('Tracing.start', {
    traceConfig: { includedCategories: ['cc', 'benchmark', 'toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] },
    transferMode: 'ReportEvents',
  });
  await act();
  const complete = new Promise((resolve) => browser.once('Tracing.tracingComplete', resolve));
  await browser.send('Tracing.end');
  await complete;
  await browser.detach();
  const reports = events.filter(({ name, ph }) => name === 'PipelineReporter' && ph === 'b').map(({ args }) => args?.chrome_frame_reporter);
  const tasks = events.filter(({ name, cat }) => name === 'RunTask' && cat.includes('devtools.timeline')).map(({ dur = 0 }) => dur / 1000);
  return {
    shown: reports.filter((report) => report?.state?.startsWith('STATE_PRESENTED')).length,
    dropped: reports.filter((report) => report?.state === 'STATE_DROPPED' && report.affects_smoothness === true).length,
    longestTask: Math.max(0, ...tasks),
  };
}
