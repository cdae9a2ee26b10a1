DROP TABLE receipts;
DROP TABLE recalls;
