-- SQLite has no row-level security; one process owns the file.
SELECT 1;
