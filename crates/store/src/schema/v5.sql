-- When which captured sum of a payment was first seen, where its provider does not list its captures: truth, for it
-- tells whether others took the money before or after a credit.
CREATE TABLE captured_seen (
    reference TEXT NOT NULL, minor INTEGER NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (reference, minor)
) STRICT, WITHOUT ROWID;
INSERT INTO captured_seen (reference, minor, at)
    SELECT reference, json_extract(fact, '$.captured_minor'), read_at FROM payment
    WHERE json_extract(fact, '$.captured_minor') > 0;
-- What Uni showed as paid on an invoice, and when so much was first seen: truth, for a credit hides it.
CREATE TABLE paid_seen (
    document_id INTEGER NOT NULL, minor INTEGER NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (document_id, minor)
) STRICT, WITHOUT ROWID;

-- What is kept of each order's assessment, so that a pass costs what changed. A copy: it can be made anew at any time.
CREATE TABLE assessment (
    order_id INTEGER PRIMARY KEY, is_web INTEGER NOT NULL, placed TEXT NOT NULL,
    currency TEXT NOT NULL, state TEXT NOT NULL, attention TEXT, attentions TEXT NOT NULL,
    remarks TEXT NOT NULL, link TEXT NOT NULL, due INTEGER NOT NULL, open INTEGER NOT NULL,
    predates INTEGER NOT NULL, owed INTEGER NOT NULL, held INTEGER NOT NULL,
    missing INTEGER NOT NULL, cause TEXT, missing_currency TEXT, excess INTEGER NOT NULL,
    reserved INTEGER NOT NULL, captured INTEGER NOT NULL, refunded INTEGER NOT NULL, closes_at INTEGER, captured_at INTEGER, seen TEXT,
    -- It holds from `since` until before `until` (nanoseconds of 1970), as long as no fact changes.
    since INTEGER, until INTEGER,
    -- Whether its payment is to be read by each pass, and whether documents of it may be gone.
    reads INTEGER NOT NULL, documents INTEGER NOT NULL, settled INTEGER NOT NULL,
    digest TEXT NOT NULL
) STRICT;
CREATE INDEX assessment_state ON assessment (is_web, state);
CREATE INDEX assessment_attention ON assessment (attention) WHERE attention IS NOT NULL;
CREATE INDEX assessment_noted ON assessment (order_id) WHERE attentions <> '' OR remarks <> '';
CREATE INDEX assessment_due ON assessment (due) WHERE due > 0;
CREATE INDEX assessment_open ON assessment (order_id) WHERE open > 0;
CREATE INDEX assessment_missing ON assessment (cause, missing_currency, missing) WHERE missing > 0;
CREATE INDEX assessment_excess ON assessment (order_id) WHERE excess > 0;
CREATE INDEX assessment_reserved ON assessment (reserved) WHERE reserved > 0;
CREATE INDEX assessment_captured ON assessment (captured_at) WHERE captured_at IS NOT NULL;
CREATE INDEX assessment_since ON assessment (since) WHERE since IS NOT NULL;
CREATE INDEX assessment_until ON assessment (until) WHERE until IS NOT NULL;
CREATE INDEX assessment_reads ON assessment (order_id) WHERE reads > 0;
CREATE INDEX assessment_documents ON assessment (order_id) WHERE documents > 0;
CREATE INDEX assessment_unsettled ON assessment (order_id) WHERE settled = 0;
CREATE TABLE assessment_step (
    order_id INTEGER NOT NULL, place INTEGER NOT NULL, act TEXT NOT NULL,
    document_id INTEGER NOT NULL, minor INTEGER NOT NULL, currency TEXT NOT NULL,
    payment TEXT, mode TEXT NOT NULL, why TEXT, PRIMARY KEY (order_id, place)
) STRICT, WITHOUT ROWID;
-- The orders whose facts an assessment has looked at beside its own: when a tie is gone, they tell who had it.
CREATE TABLE assessment_with (
    order_id INTEGER NOT NULL, other_id INTEGER NOT NULL, PRIMARY KEY (order_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX assessment_with_other ON assessment_with (other_id);

-- Orders of which something has changed since they were assessed. Whatever `cases` reads of an order must have a trigger
-- here; a change that none sees would be a silent miss. (`OR IGNORE` of a trigger yields to its statement's own policy;
-- `ON CONFLICT` does not.)
CREATE TABLE touched (order_id INTEGER PRIMARY KEY) STRICT;
INSERT INTO touched (order_id) SELECT id FROM uni_order;
-- Customers of Uni of whose orders something has changed, and those that were found to be collective ones.
CREATE TABLE touched_customer (customer INTEGER PRIMARY KEY) STRICT;
CREATE TABLE collective (customer INTEGER PRIMARY KEY) STRICT;
INSERT INTO touched_customer (customer)
    SELECT DISTINCT customer FROM uni_order WHERE customer IS NOT NULL;

-- The orders of Uni that lead to a shop order, and those that lead to a payment now, did before, or sent an act there.
CREATE VIEW order_of_shop (shop_id, order_id) AS
    SELECT shop_id, order_id FROM leads
    UNION ALL
    SELECT id, created_from FROM shop_order WHERE created_from IS NOT NULL;
CREATE VIEW order_of_payment (reference, order_id) AS
    SELECT s.payment_reference, l.order_id FROM shop_order s JOIN leads l ON l.shop_id = s.id
    UNION ALL
    SELECT payment_reference, created_from FROM shop_order WHERE created_from IS NOT NULL
    UNION ALL
    SELECT p.reference, l.order_id FROM shop_payment p JOIN leads l ON l.shop_id = p.shop_id
    UNION ALL
    SELECT p.reference, s.created_from FROM shop_payment p JOIN shop_order s ON s.id = p.shop_id
    WHERE s.created_from IS NOT NULL
    UNION ALL
    SELECT payment, order_id FROM intent;

CREATE TRIGGER uni_order_new AFTER INSERT ON uni_order BEGIN
    INSERT INTO touched VALUES (new.id) ON CONFLICT DO NOTHING;
    INSERT INTO touched_customer SELECT new.customer WHERE new.customer IS NOT NULL ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER uni_order_changed AFTER UPDATE ON uni_order
WHEN old.fact IS NOT new.fact OR old.shop_id IS NOT new.shop_id OR old.customer IS NOT new.customer
    OR old.shop_reference IS NOT new.shop_reference
BEGIN
    INSERT INTO touched VALUES (new.id) ON CONFLICT DO NOTHING;
    INSERT INTO touched_customer SELECT new.customer WHERE new.customer IS NOT NULL ON CONFLICT DO NOTHING;
    INSERT INTO touched_customer SELECT old.customer WHERE old.customer IS NOT NULL ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER shop_order_new AFTER INSERT ON shop_order BEGIN
    INSERT INTO touched SELECT order_id FROM order_of_shop WHERE shop_id = new.id ON CONFLICT DO NOTHING;
    INSERT INTO touched_customer
        SELECT customer FROM uni_order WHERE shop_id = new.id AND customer IS NOT NULL ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER shop_order_changed AFTER UPDATE ON shop_order
WHEN old.fact IS NOT new.fact OR old.buyer IS NOT new.buyer
    OR old.payment_reference IS NOT new.payment_reference OR old.created_from IS NOT new.created_from
BEGIN
    INSERT INTO touched SELECT order_id FROM order_of_shop WHERE shop_id = new.id ON CONFLICT DO NOTHING;
    INSERT INTO touched SELECT old.created_from WHERE old.created_from IS NOT NULL ON CONFLICT DO NOTHING;
    INSERT INTO touched_customer
        SELECT customer FROM uni_order
        WHERE shop_id = new.id AND customer IS NOT NULL AND old.buyer IS NOT new.buyer ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER leads_new AFTER INSERT ON leads BEGIN
    INSERT INTO touched VALUES (new.order_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER leads_gone AFTER DELETE ON leads BEGIN
    INSERT INTO touched VALUES (old.order_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER shop_payment_new AFTER INSERT ON shop_payment BEGIN
    INSERT INTO touched SELECT order_id FROM order_of_shop WHERE shop_id = new.shop_id ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER payment_new AFTER INSERT ON payment BEGIN
    INSERT INTO touched SELECT order_id FROM order_of_payment WHERE reference = new.reference ON CONFLICT DO NOTHING;
END;
-- That it was read once more is no change.
CREATE TRIGGER payment_changed AFTER UPDATE ON payment
WHEN old.fact IS NOT new.fact
    AND json_remove(old.fact, '$.read_at') IS NOT json_remove(new.fact, '$.read_at')
BEGIN
    INSERT INTO touched SELECT order_id FROM order_of_payment WHERE reference = new.reference ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER not_found_new AFTER INSERT ON payment_not_found BEGIN
    INSERT INTO touched SELECT order_id FROM order_of_payment WHERE reference = new.reference ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER not_found_gone AFTER DELETE ON payment_not_found BEGIN
    INSERT INTO touched SELECT order_id FROM order_of_payment WHERE reference = old.reference ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER document_new AFTER INSERT ON document BEGIN
    INSERT INTO touched SELECT order_id FROM document WHERE id = new.id ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER document_changed AFTER UPDATE ON document WHEN old.fact IS NOT new.fact BEGIN
    INSERT INTO touched SELECT order_id FROM document WHERE id = new.id ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER document_gone AFTER DELETE ON document BEGIN
    INSERT INTO touched VALUES (old.order_id) ON CONFLICT DO NOTHING;
    INSERT INTO touched SELECT order_id FROM document WHERE id = old.id ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER era_new AFTER INSERT ON era BEGIN
    INSERT INTO touched SELECT order_id FROM document WHERE id = new.document_id ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER era_changed AFTER UPDATE ON era BEGIN
    INSERT INTO touched SELECT order_id FROM document WHERE id = new.document_id ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER draft_seen_new AFTER INSERT ON draft_seen BEGIN
    INSERT INTO touched SELECT order_id FROM document WHERE id = new.id ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER note_seen_new AFTER INSERT ON note_seen BEGIN
    INSERT INTO touched SELECT order_id FROM document WHERE id = new.id ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER stray_new AFTER INSERT ON stray BEGIN
    INSERT INTO touched SELECT order_id FROM stray_order WHERE id = new.id ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER stray_changed AFTER UPDATE ON stray WHEN old.fact IS NOT new.fact BEGIN
    INSERT INTO touched SELECT order_id FROM stray_order WHERE id = new.id ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER stray_gone AFTER DELETE ON stray BEGIN
    INSERT INTO touched SELECT order_id FROM stray_order WHERE id = old.id ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER stray_order_new AFTER INSERT ON stray_order BEGIN
    INSERT INTO touched VALUES (new.order_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER stray_order_gone AFTER DELETE ON stray_order BEGIN
    INSERT INTO touched VALUES (old.order_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER intent_new AFTER INSERT ON intent BEGIN
    INSERT INTO touched VALUES (new.order_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER outcome_new AFTER INSERT ON outcome BEGIN
    INSERT INTO touched SELECT order_id FROM intent WHERE id = new.intent_id ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER skip_new AFTER INSERT ON skip BEGIN
    INSERT INTO touched VALUES (new.order_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER skip_gone AFTER DELETE ON skip BEGIN
    INSERT INTO touched VALUES (old.order_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER hold_new AFTER INSERT ON hold BEGIN
    INSERT INTO touched VALUES (new.order_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER hold_changed AFTER UPDATE ON hold BEGIN
    INSERT INTO touched VALUES (new.order_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER link_new AFTER INSERT ON link BEGIN
    INSERT INTO touched VALUES (new.order_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER link_changed AFTER UPDATE ON link BEGIN
    INSERT INTO touched VALUES (new.order_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER link_gone AFTER DELETE ON link BEGIN
    INSERT INTO touched VALUES (old.order_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER dropped_before_new AFTER INSERT ON dropped_before BEGIN
    INSERT INTO touched VALUES (new.order_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER dropped_new AFTER INSERT ON dropped BEGIN
    INSERT INTO touched VALUES (new.order_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER dropped_gone AFTER DELETE ON dropped BEGIN
    INSERT INTO touched VALUES (old.order_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER gone_new AFTER INSERT ON gone BEGIN
    INSERT INTO touched VALUES (new.order_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER gone_back AFTER DELETE ON gone BEGIN
    INSERT INTO touched VALUES (old.order_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER paid_word_new AFTER INSERT ON paid_word BEGIN
    INSERT INTO touched VALUES (new.order_id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER captured_seen_new AFTER INSERT ON captured_seen BEGIN
    INSERT INTO touched SELECT order_id FROM order_of_payment WHERE reference = new.reference
    ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER paid_seen_new AFTER INSERT ON paid_seen BEGIN
    INSERT INTO touched SELECT order_id FROM document WHERE id = new.document_id
    ON CONFLICT DO NOTHING;
END;

-- The history of passes. What they sent and left stands in texts that passes share which left the same.
CREATE TABLE run (
    id INTEGER PRIMARY KEY, epoch INTEGER, command TEXT NOT NULL, by TEXT NOT NULL,
    host TEXT NOT NULL, asked TEXT NOT NULL, started TEXT NOT NULL, ended TEXT, exit INTEGER,
    state TEXT NOT NULL, error TEXT, message TEXT, read TEXT, sums TEXT, steps_id INTEGER,
    left_id INTEGER
) STRICT;
CREATE INDEX run_started ON run (started);
CREATE INDEX run_open ON run (id) WHERE ended IS NULL;
CREATE TABLE run_text (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE INDEX intent_at ON intent (at);
-- Saved plans that were applied: each once.
CREATE TABLE applied_plan (
    id TEXT PRIMARY KEY, made_by TEXT NOT NULL, made_at TEXT NOT NULL, by TEXT NOT NULL,
    at TEXT NOT NULL, ended_at TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE plan_epoch (
    plan_id TEXT NOT NULL, epoch INTEGER NOT NULL, PRIMARY KEY (plan_id, epoch)
) STRICT, WITHOUT ROWID;
