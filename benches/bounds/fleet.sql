-- The rows of the company c0000 once more for each of the others.
DO $$
DECLARE
    first bigint := (SELECT id FROM uniac_data.company WHERE key LIKE '% c0000');
    name text;
    columns text;
BEGIN
    -- The rows are whole as they are: no trigger need say what was touched.
    PERFORM set_config('session_replication_role', 'replica', true);
    INSERT INTO uniac_data.company (key)
        SELECT replace(key, ' c0000', ' c' || lpad(i::text, 4, '0'))
        FROM uniac_data.company, generate_series(1, $OTHERS) AS i WHERE id = first;
    FOR name, columns IN
        SELECT table_name, string_agg(quote_ident(column_name), ', ')
        FROM information_schema.columns AS c
        WHERE table_schema = 'uniac_data' AND column_name <> 'company' AND EXISTS (
            SELECT 1 FROM information_schema.columns AS own
            WHERE own.table_schema = 'uniac_data' AND own.table_name = c.table_name
                AND own.column_name = 'company')
        GROUP BY table_name
    LOOP
        EXECUTE format(
            'INSERT INTO uniac_data.%1$I (company, %2$s) SELECT other, %2$s FROM uniac_data.%1$I,
                (SELECT id AS other FROM uniac_data.company WHERE key LIKE ''%% c____'') AS others
                WHERE company = %3$s AND other <> %3$s',
            name, columns, first);
    END LOOP;
END $$;
ANALYZE;
