import { defineConfig } from '@playwright/test';
import base from '../playwright.config.ts';

// Measures the release build; the worlds are made once and kept.
export default defineConfig({ ...base, testDir: '.', workers: 1, timeout: 1_800_000 });
