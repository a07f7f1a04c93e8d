-- campaigns: one with a control group, one without, one whose days are not known.
insert into campaigns (
    id, name, kind, starts_on, ends_on, has_control_group, source_system, source_id
)
values
(1, 'Spring letter', 'post', date '2025-03-01', date '2025-03-31', true, 'sample', 'K-1'),
(2, 'Autumn mail', 'email', date '2025-10-01', date '2025-10-01', false, 'sample', 'K-2'),
(3, 'Undated', null, null, null, false, 'sample', 'K-3');
