-- What the provider has made of a signup for one of the account's stores, once an operator has told it.
ALTER TABLE connections ADD COLUMN store_id TEXT;

-- The merchant category code of ISO 18245.
ALTER TABLE connections ADD COLUMN mcc BIGINT;

-- Sealed: what an operator has attached, as a JSON object; absent once erased.
ALTER TABLE connections ADD COLUMN metadata TEXT;
