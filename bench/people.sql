-- Portfolio's families and signed-in accounts, for bench/data.py, which sets bench.members,
-- bench.accounts and bench.password_hash. Rows are valid by construction, so foreign keys are not
-- asked again.
SET session_replication_role = replica;

CREATE FUNCTION pg_temp.key(kind text, n bigint) RETURNS uuid IMMUTABLE LANGUAGE sql AS
$$ SELECT md5(kind || n)::uuid $$;

CREATE FUNCTION pg_temp.fingerprint(seed text) RETURNS bytea IMMUTABLE LANGUAGE sql AS
$$ SELECT decode(md5(seed) || md5('-' || seed), 'hex') $$;

INSERT INTO members (id, portfolio_id, ref, member_number, feed_hash, created_at, updated_at)
SELECT pg_temp.key('member', n), portfolios.id, 'M' || n, 'A' || lpad(n::text, 9, '0'),
       pg_temp.fingerprint('member' || n), now(), now()
FROM portfolios, generate_series(1, current_setting('bench.members')::int) AS n;

-- The member, and one dependent: a spouse in two families of three, else a child.
INSERT INTO beneficiaries (id, portfolio_id, member_id, ref, relationship, rank, last_name,
                           first_name, birth_date, feed_hash, created_at, updated_at)
SELECT pg_temp.key('person' || rank, n), portfolios.id, pg_temp.key('member', n),
       CASE rank WHEN 1 THEN 'M' || n ELSE 'M' || n || '-2' END,
       CASE WHEN rank = 1 THEN 'self' WHEN n % 3 > 0 THEN 'spouse' ELSE 'child' END,
       rank, 'NOM' || n, CASE rank WHEN 1 THEN 'Camille' ELSE 'Noé' END,
       CASE WHEN rank = 2 AND n % 3 = 0 THEN DATE '2012-01-01' ELSE DATE '1965-01-01' END
       + (n % 10000)::int,
       pg_temp.fingerprint('person' || rank || n), now(), now()
FROM portfolios, generate_series(1, current_setting('bench.members')::int) AS n,
     generate_series(1, 2) AS rank;

-- Signed-in accounts, spread over the members; all have the same password.
INSERT INTO accounts (id, portfolio_id, beneficiary_id, email, status, password_hash, activated_at,
                      created_at, updated_at)
SELECT pg_temp.key('account', n), portfolios.id, pg_temp.key('person1', n),
       'm' || n || '@example.org', 'active', current_setting('bench.password_hash'), now(), now(),
       now()
FROM portfolios, generate_series(
       1, current_setting('bench.members')::int,
       current_setting('bench.members')::int / current_setting('bench.accounts')::int) AS n;

INSERT INTO member_sessions (id, portfolio_id, account_id, client, acr, amr, authenticated_at,
                             generation, idle_expires_at, expires_at, created_at, updated_at)
SELECT id, portfolio_id, id, 'native', 'aal1', '["pwd"]', now(), 0, now() + interval '1 year',
       now() + interval '1 year', now(), now()
FROM accounts;

-- Each is known by a device, whose secret is made of its e-mail, and from an address of its own.
INSERT INTO devices (id, account_id, secret_hash, last_used_at, expires_at, created_at, updated_at)
SELECT id, id, sha256(convert_to('device of ' || email, 'UTF8')), now(), now() + interval '1 year',
       now(), now()
FROM accounts;

INSERT INTO known_networks (id, account_id, network, last_seen_at)
SELECT id, id, format('10.%s.%s.%s/32', n / 65536, n / 256 % 256, n % 256), now()
FROM (SELECT id, substring(email FROM '\d+')::int AS n FROM accounts) AS numbered;

-- The audit's lanes are open, as they are anywhere after the first few writes.
INSERT INTO audit_segments (id, lane, number, opened_at, anchor_hash, head_hash, length)
SELECT pg_temp.key('lane', lane), lane, 1, now(), zeros, zeros, 0
FROM generate_series(0, 7) AS lane, decode(repeat('00', 32), 'hex') AS zeros;
