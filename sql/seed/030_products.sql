-- products: two in one department, one in another, one without a category, and one
-- that nobody buys.
insert into products (
    id, name, category, department, brand, source_system, source_id
)
values
(1, 'Coffee, 500 g', 'Coffee', 'Grocery', 'national', 'sample', 'P-1'),
(2, 'Tea, 100 g', 'Tea', 'Grocery', 'private', 'sample', 'P-2'),
(3, 'Mug', 'Tableware', 'Household', 'private', 'sample', 'P-3'),
(4, 'Gift card', null, 'Services', null, 'sample', 'P-4'),
(5, 'Umbrella', 'Accessories', 'Household', 'national', 'sample', 'P-5');
