-- reporting_currency: one row, the currency that a scoring run has found amounts to be
-- in. It stands in for the step of this name where features are of one customer, whose
-- own orders do not decide on it.
select cast(:currency as varchar(3)) as currency;
