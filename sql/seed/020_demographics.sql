-- demographics: one customer with all bands, one with none but the age.
insert into demographics (
    customer_id, age_band, income_band, home_ownership, marital_status,
    household_size, household_composition, children_count
)
values
(1, '35-44', '50-74K', 'Homeowner', 'Married', '3', '2 Adults Kids', '1'),
(2, '25-34', null, null, null, null, null, null);
