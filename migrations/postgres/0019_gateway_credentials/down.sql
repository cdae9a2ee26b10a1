-- Of several secrets the newest stays. A gateway that has keys only gets a digest that nothing has.
SELECT set_config('tessera.reach', '*', true);

ALTER TABLE gateways ADD COLUMN digest BYTEA, ADD COLUMN hint TEXT;
UPDATE gateways SET
    digest = coalesce(
        (SELECT c.digest FROM gateway_credentials c
         WHERE c.gateway_id = gateways.id AND c.digest IS NOT NULL ORDER BY c.id DESC LIMIT 1),
        convert_to(id, 'UTF8')),
    hint = coalesce(
        (SELECT c.hint FROM gateway_credentials c
         WHERE c.gateway_id = gateways.id AND c.digest IS NOT NULL ORDER BY c.id DESC LIMIT 1),
        '');
ALTER TABLE gateways
    ALTER COLUMN digest SET NOT NULL,
    ALTER COLUMN hint SET NOT NULL,
    ADD UNIQUE (digest);
DROP TABLE gateway_credentials;
