-- Which reservations end until a moment, by index: what is only held back from its order has an end, too.
CREATE INDEX assessment_closes ON assessment (closes_at) WHERE closes_at IS NOT NULL;
-- How many web orders are in each state, kept with every assessment: counting all of them would cost the whole history.
CREATE TABLE assessment_count (state TEXT PRIMARY KEY, orders INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO assessment_count (state, orders)
    SELECT state, count(*) FROM assessment WHERE is_web = 1 GROUP BY state;
-- How often a payment was looked at since a moment, where its provider answers only so many reads an hour.
CREATE TABLE payment_looks (
    reference TEXT PRIMARY KEY, since TEXT NOT NULL, looks INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
