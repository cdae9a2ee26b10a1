DROP TRIGGER tokens_stay;
DROP TRIGGER tokens_by_another;
DROP TRIGGER decisions_stay;
DROP TRIGGER decisions_by_another;
