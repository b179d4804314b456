-- Whoever asks whether a database takes what is written has it write as much as a signup takes.
ALTER TABLE readiness ADD COLUMN padding TEXT;
