DROP TRIGGER tokens_stay ON tokens;
DROP TRIGGER decisions_stay ON decisions;
DROP FUNCTION persons_stay();
DROP TRIGGER tokens_by_another ON tokens;
DROP FUNCTION tokens_by_another();
DROP TRIGGER decisions_by_another ON decisions;
DROP FUNCTION decisions_by_another();
