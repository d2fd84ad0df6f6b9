-- One contract that covers everybody, at the level `CONFORT`, which the feed brought before.
INSERT INTO contracts (id, portfolio_id, ref, number, employer_ref, employer_name, insurer, manager,
                       responsible, amc_number, convention_type, routing_code, starts_on, feed_hash,
                       created_at, updated_at)
SELECT gen_random_uuid(), id, 'C-1', 'BENCH-1', 'EMP-1', 'Bench', 'Bench', 'Bench', true,
       '99990001', 'TP', 'B1', DATE '2020-01-01', decode(repeat('00', 32), 'hex'), now(), now()
FROM portfolios;

INSERT INTO covers (id, beneficiary_id, contract_id, benefit_level_id, starts_on, created_at,
                    updated_at)
SELECT gen_random_uuid(), beneficiaries.id, contracts.id, benefit_levels.id, DATE '2020-01-01',
       now(), now()
FROM beneficiaries, contracts, benefit_levels;
