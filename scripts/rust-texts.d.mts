export interface Said {
  at: number;
  english: string;
  portuguese: string | undefined;
  counted: boolean;
}

export function rustFiles(path: string): string[];
export function sourceOf(file: string): string;
export function strings(source: string): Generator<{ at: number; text: string; said: number | undefined }>;
export function unescaped(text: string): string;
export function pairs(source: string): Said[];
export function lineOf(source: string, at: number): number;
