-- The store in PostgreSQL, as it is in SQLite at version 6: one schema for all companies, every row with its company.
--
-- The rows lie in `uniac_data`. What the program reads and writes are the views in `uniac`, each of which shows the rows of
-- one company, that of the transaction's setting `uniac.company`; without the setting they show an error, and no row of
-- another can be written through them. `uniac_data` may be named by nothing but this script and the lease.

CREATE TABLE uniac_data.meta (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, name text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL, PRIMARY KEY (company, name)
);
CREATE TABLE uniac_data.epoch (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, number bigint NOT NULL,
    at text COLLATE "C" NOT NULL, automatic bigint NOT NULL DEFAULT 0, PRIMARY KEY (company, number)
);
CREATE TABLE uniac_data.setting (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, name text COLLATE "C" NOT NULL,
    since text COLLATE "C" NOT NULL, PRIMARY KEY (company, name)
);
CREATE TABLE uniac_data.setting_change (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, id bigint NOT NULL,
    at text COLLATE "C" NOT NULL, by text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL,
    is_on bigint NOT NULL, PRIMARY KEY (company, id)
);
CREATE TABLE uniac_data.activation (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, id bigint NOT NULL,
    at text COLLATE "C" NOT NULL, ended_at text COLLATE "C", PRIMARY KEY (company, id)
);
CREATE TABLE uniac_data.era (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, document_id bigint NOT NULL,
    era text COLLATE "C" NOT NULL, at text COLLATE "C" NOT NULL, PRIMARY KEY (company, document_id)
);
CREATE TABLE uniac_data.hold (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, id bigint NOT NULL,
    order_id bigint NOT NULL, reason text COLLATE "C", by text COLLATE "C" NOT NULL,
    at text COLLATE "C" NOT NULL, until text COLLATE "C", lifted_at text COLLATE "C",
    lifted_by text COLLATE "C", PRIMARY KEY (company, id)
);
CREATE INDEX hold_order ON uniac_data.hold (company, order_id);
CREATE TABLE uniac_data.intent (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, id bigint NOT NULL,
    order_id bigint NOT NULL, document_id bigint NOT NULL, act text COLLATE "C" NOT NULL,
    ordinal bigint NOT NULL, minor bigint NOT NULL, currency text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL, target text COLLATE "C" NOT NULL, body text COLLATE "C" NOT NULL,
    at text COLLATE "C" NOT NULL, epoch bigint NOT NULL, payment text COLLATE "C", PRIMARY KEY (company, id),
    UNIQUE (company, key), UNIQUE (company, order_id, document_id, act, ordinal)
);
CREATE INDEX intent_epoch ON uniac_data.intent (company, epoch);
CREATE INDEX intent_payment ON uniac_data.intent (company, payment);
CREATE INDEX intent_at ON uniac_data.intent (company, at);
CREATE TABLE uniac_data.outcome (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, id bigint NOT NULL,
    intent_id bigint NOT NULL, kind text COLLATE "C" NOT NULL, code text COLLATE "C", receipt text COLLATE "C",
    passing bigint NOT NULL, at text COLLATE "C" NOT NULL, told_by text COLLATE "C", reason text COLLATE "C",
    PRIMARY KEY (company, id), FOREIGN KEY (company, intent_id) REFERENCES uniac_data.intent (company, id)
);
CREATE INDEX outcome_intent ON uniac_data.outcome (company, intent_id);
CREATE TABLE uniac_data.uni_order (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, id bigint NOT NULL,
    number text COLLATE "C" NOT NULL, shop_reference text COLLATE "C", fact text COLLATE "C" NOT NULL,
    customer bigint, shop_id text COLLATE "C", PRIMARY KEY (company, id)
);
CREATE INDEX uni_order_number ON uniac_data.uni_order (company, number);
CREATE INDEX uni_order_shop ON uniac_data.uni_order (company, shop_reference);
CREATE INDEX uni_order_customer ON uniac_data.uni_order (company, customer);
CREATE INDEX uni_order_shop_id ON uniac_data.uni_order (company, shop_id);
CREATE TABLE uniac_data.order_item (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, id bigint NOT NULL,
    order_id bigint NOT NULL, PRIMARY KEY (company, id)
);
CREATE TABLE uniac_data.document_seen (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, id bigint NOT NULL,
    at text COLLATE "C" NOT NULL, PRIMARY KEY (company, id)
);
CREATE TABLE uniac_data.document (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, order_id bigint NOT NULL,
    id bigint NOT NULL, fact text COLLATE "C" NOT NULL, PRIMARY KEY (company, order_id, id)
);
CREATE INDEX document_id ON uniac_data.document (company, id);
CREATE TABLE uniac_data.shop_order (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, id text COLLATE "C" NOT NULL,
    number text COLLATE "C" NOT NULL, created_from bigint, payment_reference text COLLATE "C",
    fact text COLLATE "C" NOT NULL, buyer text COLLATE "C", digits text COLLATE "C", PRIMARY KEY (company, id)
);
CREATE INDEX shop_order_number ON uniac_data.shop_order (company, number);
CREATE INDEX shop_order_created_from ON uniac_data.shop_order (company, created_from);
CREATE INDEX shop_order_payment ON uniac_data.shop_order (company, payment_reference);
CREATE INDEX shop_order_digits ON uniac_data.shop_order (company, digits);
CREATE TABLE uniac_data.payment (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint,
    reference text COLLATE "C" NOT NULL, read_at text COLLATE "C" NOT NULL, fact text COLLATE "C" NOT NULL,
    PRIMARY KEY (company, reference)
);
CREATE TABLE uniac_data.watermark (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, name text COLLATE "C" NOT NULL,
    at text COLLATE "C" NOT NULL, PRIMARY KEY (company, name)
);
CREATE TABLE uniac_data.skip (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, order_id bigint NOT NULL,
    act text COLLATE "C" NOT NULL, document_id bigint NOT NULL, minor bigint NOT NULL,
    code text COLLATE "C" NOT NULL, at text COLLATE "C" NOT NULL,
    PRIMARY KEY (company, order_id, act, document_id)
);
CREATE TABLE uniac_data.payment_not_found (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint,
    reference text COLLATE "C" NOT NULL, at text COLLATE "C" NOT NULL, PRIMARY KEY (company, reference)
);
CREATE TABLE uniac_data.shop_hooks (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, id bigint NOT NULL,
    at text COLLATE "C" NOT NULL, fact text COLLATE "C" NOT NULL, PRIMARY KEY (company, id), CHECK (id = 1)
);
CREATE TABLE uniac_data.link (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, order_id bigint NOT NULL,
    shop_id text COLLATE "C" NOT NULL, reference text COLLATE "C" NOT NULL, state text COLLATE "C" NOT NULL,
    by text COLLATE "C", reason text COLLATE "C", at text COLLATE "C" NOT NULL,
    chosen bigint NOT NULL DEFAULT 0, PRIMARY KEY (company, order_id)
);
CREATE TABLE uniac_data.accepted (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, id bigint NOT NULL,
    order_id bigint NOT NULL, attention text COLLATE "C" NOT NULL, fingerprint text COLLATE "C" NOT NULL,
    reason text COLLATE "C", by text COLLATE "C" NOT NULL, at text COLLATE "C" NOT NULL,
    ended_at text COLLATE "C", ended_by text COLLATE "C", PRIMARY KEY (company, id)
);
CREATE INDEX accepted_order ON uniac_data.accepted (company, order_id);
CREATE TABLE uniac_data.dropped_before (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, order_id bigint NOT NULL,
    at text COLLATE "C" NOT NULL, PRIMARY KEY (company, order_id)
);
CREATE TABLE uniac_data.shop_payment (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, shop_id text COLLATE "C" NOT NULL,
    reference text COLLATE "C" NOT NULL, PRIMARY KEY (company, shop_id, reference)
);
CREATE INDEX shop_payment_reference ON uniac_data.shop_payment (company, reference);
CREATE TABLE uniac_data.dropped (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, order_id bigint NOT NULL,
    at text COLLATE "C" NOT NULL, PRIMARY KEY (company, order_id)
);
CREATE TABLE uniac_data.gone (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, order_id bigint NOT NULL,
    at text COLLATE "C" NOT NULL, PRIMARY KEY (company, order_id)
);
CREATE TABLE uniac_data.draft_seen (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, id bigint NOT NULL,
    at text COLLATE "C" NOT NULL, PRIMARY KEY (company, id)
);
CREATE TABLE uniac_data.note_seen (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, id bigint NOT NULL,
    at text COLLATE "C" NOT NULL, PRIMARY KEY (company, id)
);
CREATE TABLE uniac_data.stray (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, id bigint NOT NULL,
    fact text COLLATE "C" NOT NULL, PRIMARY KEY (company, id)
);
CREATE TABLE uniac_data.stray_order (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, order_id bigint NOT NULL,
    id bigint NOT NULL, PRIMARY KEY (company, order_id, id)
);
CREATE TABLE uniac_data.credit_word (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, id bigint NOT NULL,
    order_id bigint NOT NULL, document_id bigint NOT NULL, by text COLLATE "C" NOT NULL,
    reason text COLLATE "C", at text COLLATE "C" NOT NULL, PRIMARY KEY (company, id)
);
CREATE TABLE uniac_data.paid_word (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, id bigint NOT NULL,
    order_id bigint NOT NULL, document_id bigint NOT NULL, minor bigint NOT NULL, by text COLLATE "C" NOT NULL,
    reason text COLLATE "C", at text COLLATE "C" NOT NULL, PRIMARY KEY (company, id)
);
CREATE INDEX paid_word_order ON uniac_data.paid_word (company, order_id);
CREATE TABLE uniac_data.reference_digits (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, digits text COLLATE "C" NOT NULL,
    order_id bigint NOT NULL, PRIMARY KEY (company, digits, order_id)
);
CREATE INDEX reference_digits_order ON uniac_data.reference_digits (company, order_id);
CREATE TABLE uniac_data.leads (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, order_id bigint NOT NULL,
    shop_id text COLLATE "C" NOT NULL, place bigint NOT NULL, by_digits bigint NOT NULL,
    PRIMARY KEY (company, order_id, shop_id)
);
CREATE INDEX leads_shop ON uniac_data.leads (company, shop_id);
CREATE TABLE uniac_data.link_word (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, id bigint NOT NULL,
    order_id bigint NOT NULL, shop_id text COLLATE "C" NOT NULL, linked bigint NOT NULL,
    by text COLLATE "C" NOT NULL, reason text COLLATE "C", at text COLLATE "C" NOT NULL,
    PRIMARY KEY (company, id)
);
CREATE INDEX link_word_order ON uniac_data.link_word (company, order_id);
CREATE TABLE uniac_data.captured_seen (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint,
    reference text COLLATE "C" NOT NULL, minor bigint NOT NULL, at text COLLATE "C" NOT NULL,
    PRIMARY KEY (company, reference, minor)
);
CREATE TABLE uniac_data.paid_seen (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, document_id bigint NOT NULL,
    minor bigint NOT NULL, at text COLLATE "C" NOT NULL, PRIMARY KEY (company, document_id, minor)
);
CREATE TABLE uniac_data.assessment (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, order_id bigint NOT NULL,
    is_web bigint NOT NULL, placed text COLLATE "C" NOT NULL, currency text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL, attention text COLLATE "C", attentions text COLLATE "C" NOT NULL,
    remarks text COLLATE "C" NOT NULL, link text COLLATE "C" NOT NULL, due bigint NOT NULL,
    open bigint NOT NULL, predates bigint NOT NULL, owed bigint NOT NULL, held bigint NOT NULL,
    missing bigint NOT NULL, cause text COLLATE "C", missing_currency text COLLATE "C", excess bigint NOT NULL,
    reserved bigint NOT NULL, captured bigint NOT NULL, refunded bigint NOT NULL, closes_at bigint,
    captured_at bigint, seen text COLLATE "C", since bigint, until bigint, reads bigint NOT NULL,
    documents bigint NOT NULL, settled bigint NOT NULL, digest text COLLATE "C" NOT NULL,
    PRIMARY KEY (company, order_id)
);
CREATE INDEX assessment_state ON uniac_data.assessment (company, is_web, state);
CREATE INDEX assessment_attention ON uniac_data.assessment (company, attention) WHERE attention IS NOT NULL;
CREATE INDEX assessment_noted ON uniac_data.assessment (company, order_id) WHERE attentions <> '' OR remarks <> '';
CREATE INDEX assessment_due ON uniac_data.assessment (company, due) WHERE due > 0;
CREATE INDEX assessment_open ON uniac_data.assessment (company, order_id) WHERE open > 0;
CREATE INDEX assessment_missing ON uniac_data.assessment (company, cause, missing_currency, missing) WHERE missing > 0;
CREATE INDEX assessment_excess ON uniac_data.assessment (company, order_id) WHERE excess > 0;
CREATE INDEX assessment_reserved ON uniac_data.assessment (company, reserved) WHERE reserved > 0;
CREATE INDEX assessment_captured ON uniac_data.assessment (company, captured_at) WHERE captured_at IS NOT NULL;
CREATE INDEX assessment_since ON uniac_data.assessment (company, since) WHERE since IS NOT NULL;
CREATE INDEX assessment_until ON uniac_data.assessment (company, until) WHERE until IS NOT NULL;
CREATE INDEX assessment_reads ON uniac_data.assessment (company, order_id) WHERE reads > 0;
CREATE INDEX assessment_documents ON uniac_data.assessment (company, order_id) WHERE documents > 0;
CREATE INDEX assessment_unsettled ON uniac_data.assessment (company, order_id) WHERE settled = 0;
CREATE INDEX assessment_closes ON uniac_data.assessment (company, closes_at) WHERE closes_at IS NOT NULL;
CREATE TABLE uniac_data.assessment_step (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, order_id bigint NOT NULL,
    place bigint NOT NULL, act text COLLATE "C" NOT NULL, document_id bigint NOT NULL, minor bigint NOT NULL,
    currency text COLLATE "C" NOT NULL, payment text COLLATE "C", mode text COLLATE "C" NOT NULL,
    why text COLLATE "C", PRIMARY KEY (company, order_id, place)
);
CREATE TABLE uniac_data.assessment_with (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, order_id bigint NOT NULL,
    other_id bigint NOT NULL, PRIMARY KEY (company, order_id, other_id)
);
CREATE INDEX assessment_with_other ON uniac_data.assessment_with (company, other_id);
CREATE TABLE uniac_data.touched (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, order_id bigint NOT NULL,
    PRIMARY KEY (company, order_id)
);
CREATE TABLE uniac_data.touched_customer (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, customer bigint NOT NULL,
    PRIMARY KEY (company, customer)
);
CREATE TABLE uniac_data.collective (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, customer bigint NOT NULL,
    PRIMARY KEY (company, customer)
);
CREATE TABLE uniac_data.run (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, id bigint NOT NULL, epoch bigint,
    command text COLLATE "C" NOT NULL, by text COLLATE "C" NOT NULL, host text COLLATE "C" NOT NULL,
    asked text COLLATE "C" NOT NULL, started text COLLATE "C" NOT NULL, ended text COLLATE "C", exit bigint,
    state text COLLATE "C" NOT NULL, error text COLLATE "C", message text COLLATE "C", read text COLLATE "C",
    sums text COLLATE "C", steps_id bigint, left_id bigint, PRIMARY KEY (company, id)
);
CREATE INDEX run_started ON uniac_data.run (company, started);
CREATE INDEX run_open ON uniac_data.run (company, id) WHERE ended IS NULL;
CREATE TABLE uniac_data.run_text (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, id bigint NOT NULL,
    body text COLLATE "C" NOT NULL, PRIMARY KEY (company, id)
);
CREATE TABLE uniac_data.applied_plan (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, id text COLLATE "C" NOT NULL,
    made_by text COLLATE "C" NOT NULL, made_at text COLLATE "C" NOT NULL, by text COLLATE "C" NOT NULL,
    at text COLLATE "C" NOT NULL, ended_at text COLLATE "C", PRIMARY KEY (company, id)
);
CREATE TABLE uniac_data.plan_epoch (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, plan_id text COLLATE "C" NOT NULL,
    epoch bigint NOT NULL, PRIMARY KEY (company, plan_id, epoch)
);
CREATE TABLE uniac_data.assessment_count (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, state text COLLATE "C" NOT NULL,
    orders bigint NOT NULL, PRIMARY KEY (company, state)
);
-- How often a payment was looked at since a moment, where its provider answers only so many reads an hour.
CREATE TABLE uniac_data.payment_looks (
    company bigint NOT NULL DEFAULT current_setting('uniac.company')::bigint, reference text COLLATE "C" NOT NULL,
    since text COLLATE "C" NOT NULL, looks bigint NOT NULL, PRIMARY KEY (company, reference)
);

-- What the program sees.
CREATE VIEW uniac.meta AS SELECT * FROM uniac_data.meta
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.epoch AS SELECT * FROM uniac_data.epoch
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.setting AS SELECT * FROM uniac_data.setting
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.setting_change AS SELECT * FROM uniac_data.setting_change
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.activation AS SELECT * FROM uniac_data.activation
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.era AS SELECT * FROM uniac_data.era
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.hold AS SELECT * FROM uniac_data.hold
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.intent AS SELECT * FROM uniac_data.intent
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.outcome AS SELECT * FROM uniac_data.outcome
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.uni_order AS SELECT * FROM uniac_data.uni_order
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.order_item AS SELECT * FROM uniac_data.order_item
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.document_seen AS SELECT * FROM uniac_data.document_seen
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.document AS SELECT * FROM uniac_data.document
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.shop_order AS SELECT * FROM uniac_data.shop_order
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.payment AS SELECT * FROM uniac_data.payment
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.watermark AS SELECT * FROM uniac_data.watermark
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.skip AS SELECT * FROM uniac_data.skip
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.payment_not_found AS SELECT * FROM uniac_data.payment_not_found
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.shop_hooks AS SELECT * FROM uniac_data.shop_hooks
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.link AS SELECT * FROM uniac_data.link
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.accepted AS SELECT * FROM uniac_data.accepted
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.dropped_before AS SELECT * FROM uniac_data.dropped_before
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.shop_payment AS SELECT * FROM uniac_data.shop_payment
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.dropped AS SELECT * FROM uniac_data.dropped
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.gone AS SELECT * FROM uniac_data.gone
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.draft_seen AS SELECT * FROM uniac_data.draft_seen
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.note_seen AS SELECT * FROM uniac_data.note_seen
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.stray AS SELECT * FROM uniac_data.stray
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.stray_order AS SELECT * FROM uniac_data.stray_order
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.credit_word AS SELECT * FROM uniac_data.credit_word
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.paid_word AS SELECT * FROM uniac_data.paid_word
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.reference_digits AS SELECT * FROM uniac_data.reference_digits
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.leads AS SELECT * FROM uniac_data.leads
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.link_word AS SELECT * FROM uniac_data.link_word
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.captured_seen AS SELECT * FROM uniac_data.captured_seen
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.paid_seen AS SELECT * FROM uniac_data.paid_seen
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.assessment AS SELECT * FROM uniac_data.assessment
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.assessment_step AS SELECT * FROM uniac_data.assessment_step
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.assessment_with AS SELECT * FROM uniac_data.assessment_with
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.touched AS SELECT * FROM uniac_data.touched
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.touched_customer AS SELECT * FROM uniac_data.touched_customer
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.collective AS SELECT * FROM uniac_data.collective
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.run AS SELECT * FROM uniac_data.run
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.run_text AS SELECT * FROM uniac_data.run_text
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.applied_plan AS SELECT * FROM uniac_data.applied_plan
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.plan_epoch AS SELECT * FROM uniac_data.plan_epoch
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.assessment_count AS SELECT * FROM uniac_data.assessment_count
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.payment_looks AS SELECT * FROM uniac_data.payment_looks
    WHERE company = current_setting('uniac.company')::bigint WITH LOCAL CHECK OPTION;
CREATE VIEW uniac.order_of_shop (shop_id, order_id) AS
    SELECT shop_id, order_id FROM uniac.leads
    UNION ALL
    SELECT id, created_from FROM uniac.shop_order WHERE created_from IS NOT NULL;
CREATE VIEW uniac.order_of_payment (reference, order_id) AS
    SELECT s.payment_reference, l.order_id FROM uniac.shop_order s JOIN uniac.leads l ON l.shop_id = s.id
    UNION ALL
    SELECT payment_reference, created_from FROM uniac.shop_order WHERE created_from IS NOT NULL
    UNION ALL
    SELECT p.reference, l.order_id FROM uniac.shop_payment p JOIN uniac.leads l ON l.shop_id = p.shop_id
    UNION ALL
    SELECT p.reference, s.created_from FROM uniac.shop_payment p JOIN uniac.shop_order s ON s.id = p.shop_id
    WHERE s.created_from IS NOT NULL
    UNION ALL
    SELECT payment, order_id FROM uniac.intent;

-- What SQLite has of itself.
CREATE FUNCTION uniac.instr(whole text, part text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS 'SELECT strpos(whole, part)::bigint';

-- Numbers are given by company, one after the other; writers of a company wait for each other.
CREATE FUNCTION uniac_data.give_id() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.id IS NOT NULL THEN
        RETURN NEW;
    END IF;
    -- What is written with each act has a statement of its own, which is planned once.
    IF TG_TABLE_NAME = 'intent' THEN
        SELECT coalesce(max(id), 0) + 1 INTO NEW.id FROM uniac_data.intent WHERE company = NEW.company;
    ELSIF TG_TABLE_NAME = 'outcome' THEN
        SELECT coalesce(max(id), 0) + 1 INTO NEW.id FROM uniac_data.outcome WHERE company = NEW.company;
    ELSE
        EXECUTE format('SELECT coalesce(max(id), 0) + 1 FROM uniac_data.%I WHERE company = $1', TG_TABLE_NAME)
            INTO NEW.id USING NEW.company;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER give_id BEFORE INSERT ON uniac_data.accepted FOR EACH ROW EXECUTE FUNCTION uniac_data.give_id();
CREATE TRIGGER give_id BEFORE INSERT ON uniac_data.activation FOR EACH ROW EXECUTE FUNCTION uniac_data.give_id();
CREATE TRIGGER give_id BEFORE INSERT ON uniac_data.hold FOR EACH ROW EXECUTE FUNCTION uniac_data.give_id();
CREATE TRIGGER give_id BEFORE INSERT ON uniac_data.intent FOR EACH ROW EXECUTE FUNCTION uniac_data.give_id();
CREATE TRIGGER give_id BEFORE INSERT ON uniac_data.link_word FOR EACH ROW EXECUTE FUNCTION uniac_data.give_id();
CREATE TRIGGER give_id BEFORE INSERT ON uniac_data.outcome FOR EACH ROW EXECUTE FUNCTION uniac_data.give_id();
CREATE TRIGGER give_id BEFORE INSERT ON uniac_data.paid_word FOR EACH ROW EXECUTE FUNCTION uniac_data.give_id();
CREATE TRIGGER give_id BEFORE INSERT ON uniac_data.run FOR EACH ROW EXECUTE FUNCTION uniac_data.give_id();
CREATE TRIGGER give_id BEFORE INSERT ON uniac_data.run_text FOR EACH ROW EXECUTE FUNCTION uniac_data.give_id();
CREATE TRIGGER give_id BEFORE INSERT ON uniac_data.setting_change FOR EACH ROW EXECUTE FUNCTION uniac_data.give_id();

-- Orders of which something has changed since they were assessed: as the triggers of SQLite mark them. In PL/pgSQL, for
-- what is in a function of the language SQL is planned anew in each transaction.
CREATE FUNCTION uniac_data.touch(of_company bigint, order_of bigint) RETURNS void LANGUAGE plpgsql AS
    'BEGIN INSERT INTO uniac_data.touched (company, order_id) SELECT of_company, order_of
        WHERE order_of IS NOT NULL ON CONFLICT DO NOTHING; END';
CREATE FUNCTION uniac_data.touch_customer(of_company bigint, of_customer bigint) RETURNS void LANGUAGE plpgsql AS
    'BEGIN INSERT INTO uniac_data.touched_customer (company, customer) SELECT of_company, of_customer
        WHERE of_customer IS NOT NULL ON CONFLICT DO NOTHING; END';
CREATE FUNCTION uniac_data.touch_shop(of_company bigint, shop text) RETURNS void LANGUAGE plpgsql AS
    'BEGIN INSERT INTO uniac_data.touched (company, order_id)
        SELECT of_company, order_id FROM uniac.order_of_shop WHERE shop_id = shop ON CONFLICT DO NOTHING; END';
CREATE FUNCTION uniac_data.touch_payment(of_company bigint, named text) RETURNS void LANGUAGE plpgsql AS
    'BEGIN INSERT INTO uniac_data.touched (company, order_id)
        SELECT of_company, order_id FROM uniac.order_of_payment WHERE reference = named
        ON CONFLICT DO NOTHING; END';
CREATE FUNCTION uniac_data.touch_document(of_company bigint, document bigint) RETURNS void LANGUAGE plpgsql AS
    'BEGIN INSERT INTO uniac_data.touched (company, order_id)
        SELECT of_company, d.order_id FROM uniac_data.document d
        WHERE d.company = of_company AND d.id = document ON CONFLICT DO NOTHING; END';
CREATE FUNCTION uniac_data.touch_stray(of_company bigint, note bigint) RETURNS void LANGUAGE plpgsql AS
    'BEGIN INSERT INTO uniac_data.touched (company, order_id)
        SELECT of_company, s.order_id FROM uniac_data.stray_order s
        WHERE s.company = of_company AND s.id = note ON CONFLICT DO NOTHING; END';

CREATE FUNCTION uniac_data.of_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM uniac_data.touch(OLD.company, OLD.order_id);
    ELSE
        PERFORM uniac_data.touch(NEW.company, NEW.order_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER leads_new AFTER INSERT ON uniac_data.leads FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_order();
CREATE TRIGGER leads_gone AFTER DELETE ON uniac_data.leads FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_order();
CREATE TRIGGER stray_order_new AFTER INSERT ON uniac_data.stray_order FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_order();
CREATE TRIGGER stray_order_gone AFTER DELETE ON uniac_data.stray_order FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_order();
CREATE TRIGGER intent_new AFTER INSERT ON uniac_data.intent FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_order();
CREATE TRIGGER skip_new AFTER INSERT ON uniac_data.skip FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_order();
CREATE TRIGGER skip_gone AFTER DELETE ON uniac_data.skip FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_order();
CREATE TRIGGER hold_new AFTER INSERT ON uniac_data.hold FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_order();
CREATE TRIGGER hold_changed AFTER UPDATE ON uniac_data.hold FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_order();
CREATE TRIGGER link_new AFTER INSERT ON uniac_data.link FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_order();
CREATE TRIGGER link_changed AFTER UPDATE ON uniac_data.link FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_order();
CREATE TRIGGER link_gone AFTER DELETE ON uniac_data.link FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_order();
CREATE TRIGGER dropped_before_new AFTER INSERT ON uniac_data.dropped_before FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_order();
CREATE TRIGGER dropped_new AFTER INSERT ON uniac_data.dropped FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_order();
CREATE TRIGGER dropped_gone AFTER DELETE ON uniac_data.dropped FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_order();
CREATE TRIGGER gone_new AFTER INSERT ON uniac_data.gone FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_order();
CREATE TRIGGER gone_gone AFTER DELETE ON uniac_data.gone FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_order();
CREATE TRIGGER paid_word_new AFTER INSERT ON uniac_data.paid_word FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_order();
CREATE FUNCTION uniac_data.of_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM uniac_data.touch(OLD.company, OLD.order_id);
        PERFORM uniac_data.touch_document(OLD.company, OLD.id);
    ELSE
        PERFORM uniac_data.touch_document(NEW.company, NEW.id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER document_new AFTER INSERT ON uniac_data.document FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_document();
CREATE TRIGGER document_changed AFTER UPDATE ON uniac_data.document FOR EACH ROW
    WHEN (OLD.fact IS DISTINCT FROM NEW.fact)
    EXECUTE FUNCTION uniac_data.of_document();
CREATE TRIGGER document_gone AFTER DELETE ON uniac_data.document FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_document();
CREATE FUNCTION uniac_data.of_sight() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM uniac_data.touch_document(NEW.company, NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER draft_seen_new AFTER INSERT ON uniac_data.draft_seen FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_sight();
CREATE TRIGGER note_seen_new AFTER INSERT ON uniac_data.note_seen FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_sight();
CREATE FUNCTION uniac_data.of_document_id() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM uniac_data.touch_document(NEW.company, NEW.document_id);
    RETURN NULL;
END $$;
CREATE TRIGGER era_new AFTER INSERT ON uniac_data.era FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_document_id();
CREATE TRIGGER era_changed AFTER UPDATE ON uniac_data.era FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_document_id();
CREATE TRIGGER paid_seen_new AFTER INSERT ON uniac_data.paid_seen FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_document_id();
CREATE FUNCTION uniac_data.of_reference() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM uniac_data.touch_payment(OLD.company, OLD.reference);
    ELSE
        PERFORM uniac_data.touch_payment(NEW.company, NEW.reference);
    END IF;
    RETURN NULL;
END $$;
-- That it was read once more is no change. A quote within a text of a fact is escaped.
CREATE TRIGGER payment_new AFTER INSERT ON uniac_data.payment FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_reference();
CREATE TRIGGER payment_changed AFTER UPDATE ON uniac_data.payment FOR EACH ROW
    WHEN (OLD.fact IS DISTINCT FROM NEW.fact AND regexp_replace(OLD.fact, '"read_at":"[^"]*"', '')
        IS DISTINCT FROM regexp_replace(NEW.fact, '"read_at":"[^"]*"', ''))
    EXECUTE FUNCTION uniac_data.of_reference();
CREATE TRIGGER not_found_new AFTER INSERT ON uniac_data.payment_not_found FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_reference();
CREATE TRIGGER not_found_gone AFTER DELETE ON uniac_data.payment_not_found FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_reference();
CREATE TRIGGER captured_seen_new AFTER INSERT ON uniac_data.captured_seen FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_reference();
CREATE FUNCTION uniac_data.of_stray() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM uniac_data.touch_stray(OLD.company, OLD.id);
    ELSE
        PERFORM uniac_data.touch_stray(NEW.company, NEW.id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER stray_new AFTER INSERT ON uniac_data.stray FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_stray();
CREATE TRIGGER stray_changed AFTER UPDATE ON uniac_data.stray FOR EACH ROW
    WHEN (OLD.fact IS DISTINCT FROM NEW.fact)
    EXECUTE FUNCTION uniac_data.of_stray();
CREATE TRIGGER stray_gone AFTER DELETE ON uniac_data.stray FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_stray();
CREATE FUNCTION uniac_data.of_shop_payment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM uniac_data.touch_shop(NEW.company, NEW.shop_id);
    RETURN NULL;
END $$;
CREATE TRIGGER shop_payment_new AFTER INSERT ON uniac_data.shop_payment FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_shop_payment();
CREATE FUNCTION uniac_data.of_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM uniac_data.touch(i.company, i.order_id) FROM uniac_data.intent i
        WHERE i.company = NEW.company AND i.id = NEW.intent_id;
    RETURN NULL;
END $$;
CREATE TRIGGER outcome_new AFTER INSERT ON uniac_data.outcome FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_outcome();
CREATE FUNCTION uniac_data.of_uni_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM uniac_data.touch(NEW.company, NEW.id);
    PERFORM uniac_data.touch_customer(NEW.company, NEW.customer);
    IF TG_OP = 'UPDATE' THEN
        PERFORM uniac_data.touch_customer(OLD.company, OLD.customer);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER uni_order_new AFTER INSERT ON uniac_data.uni_order FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_uni_order();
CREATE TRIGGER uni_order_changed AFTER UPDATE ON uniac_data.uni_order FOR EACH ROW
    WHEN (OLD.fact IS DISTINCT FROM NEW.fact OR OLD.shop_id IS DISTINCT FROM NEW.shop_id
        OR OLD.customer IS DISTINCT FROM NEW.customer OR OLD.shop_reference IS DISTINCT FROM NEW.shop_reference)
    EXECUTE FUNCTION uniac_data.of_uni_order();
CREATE FUNCTION uniac_data.of_shop_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM uniac_data.touch_shop(NEW.company, NEW.id);
    IF TG_OP = 'UPDATE' THEN
        PERFORM uniac_data.touch(OLD.company, OLD.created_from);
    END IF;
    IF TG_OP = 'INSERT' OR OLD.buyer IS DISTINCT FROM NEW.buyer THEN
        PERFORM uniac_data.touch_customer(u.company, u.customer) FROM uniac_data.uni_order u
            WHERE u.company = NEW.company AND u.shop_id = NEW.id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER shop_order_new AFTER INSERT ON uniac_data.shop_order FOR EACH ROW
    EXECUTE FUNCTION uniac_data.of_shop_order();
CREATE TRIGGER shop_order_changed AFTER UPDATE ON uniac_data.shop_order FOR EACH ROW
    WHEN (OLD.fact IS DISTINCT FROM NEW.fact OR OLD.buyer IS DISTINCT FROM NEW.buyer
        OR OLD.payment_reference IS DISTINCT FROM NEW.payment_reference
        OR OLD.created_from IS DISTINCT FROM NEW.created_from)
    EXECUTE FUNCTION uniac_data.of_shop_order();
