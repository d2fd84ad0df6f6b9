-- Three years of statements of these families, after people.sql in the same session.

-- A time-ordered key, as the product gives them.
CREATE FUNCTION pg_temp.dated_key(day date, seed text) RETURNS uuid IMMUTABLE LANGUAGE sql AS
$$ SELECT (lpad(to_hex((day - DATE '1970-01-01') * 86400000::bigint), 12, '0')
           || '7' || substr(md5(seed), 1, 3) || '8' || substr(md5(seed), 4, 15))::uuid $$;

-- Five statements a member over three years, in the order in which they would have come.
CREATE TEMPORARY TABLE issued AS
SELECT n, step,
       current_date - 1095 + step * 219 + (hashint8(n * 5 + step) & 2147483647) % 219 AS day
FROM generate_series(1, current_setting('bench.members')::bigint) AS n,
     generate_series(0, 4) AS step
ORDER BY day, n;

-- Ten lines each, in cents.
CREATE TEMPORARY TABLE acts AS
SELECT i.n, i.step, i.day, i.position, i.h,
       (ARRAY['consultation', 'pharmacy', 'pharmacy', 'laboratory', 'imaging', 'paramedical',
             'dental', 'optical', 'hospital', 'transport', 'medical_device', 'prevention',
             'consultation', 'pharmacy', 'alternative_medicine', 'other'])[1 + i.h % 16] AS category,
       800 + i.h % 15000 AS spent, (800 + i.h % 15000) * 6 / 10 AS gross,
       CASE i.h % 3 WHEN 0 THEN 200 WHEN 1 THEN 100 ELSE 0 END AS deduction,
       (800 + i.h % 15000) * 3 / 10 AS complementary
FROM (SELECT n, step, day, position,
             hashint8(n * 50 + step * 10 + position) & 2147483647 AS h
      FROM issued, generate_series(1, 10) AS position) AS i;

INSERT INTO statements (id, portfolio_id, member_id, ref, issued_on, source, total_spent,
                        total_statutory, total_other_insurer, total_complementary,
                        total_left_to_pay, feed_hash, created_at, updated_at)
SELECT pg_temp.dated_key(day, 's' || n || '-' || step), portfolios.id, pg_temp.key('member', n),
       'S' || n || '-' || step, day, 'noemie', spent / 100.0, (gross - deduction) / 100.0, 0,
       complementary / 100.0, (spent - gross + deduction - complementary) / 100.0,
       pg_temp.fingerprint('s' || n || '-' || step), now(), now()
FROM portfolios,
     (SELECT n, step, day, sum(spent) AS spent, sum(gross) AS gross, sum(deduction) AS deduction,
             sum(complementary) AS complementary
      FROM acts GROUP BY day, n, step ORDER BY day, n) AS totals;

INSERT INTO statement_lines (id, statement_id, member_id, beneficiary_id, position, care_date,
                             category, act_code, act_label, quantity, provider_name, spent, base,
                             statutory_rate, statutory_gross, flat_deduction, statutory_net,
                             other_insurer, complementary, left_to_pay, payee,
                             third_party_payment, paid_on, payment_reference, source)
SELECT pg_temp.dated_key(day, 'l' || n || '-' || step || '-' || position),
       pg_temp.dated_key(day, 's' || n || '-' || step), pg_temp.key('member', n),
       pg_temp.key('person' || CASE position % 3 WHEN 0 THEN 2 ELSE 1 END, n),
       position, day - 2 - h % 28, category, upper(substr(category, 1, 4)),
       'Acte de ' || category, 1 + h % 2, 'Cabinet ' || h % 5000, spent / 100.0, spent / 100.0,
       0.6, gross / 100.0, deduction / 100.0, (gross - deduction) / 100.0, 0,
       complementary / 100.0, (spent - gross + deduction - complementary) / 100.0,
       CASE h % 4 WHEN 0 THEN 'provider' ELSE 'member' END, h % 4 = 0, day, 'VIR' || h % 1000000,
       'noemie'
FROM acts;

DROP TABLE issued, acts;
