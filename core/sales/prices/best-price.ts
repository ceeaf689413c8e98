/** SQL expressions, by what they stand for, that a bigger statement gives to the resolution of prices. They are code, never input. */
export type PriceNames = Readonly<{
  company: string;
  customersList: string;
  currency: string;
  on: string;
  product: string;
  quantity: string;
}>;

/**
 * The one rule of prices, as a subquery for `cross join lateral (…)`: of the lists in use in the currency, the customer's own goes before the
 * default one; in a list the highest quantity reached; on the day. At most one row: unit_price, price_list_id, prices_include_tax.
 */
export const bestPrice = ({ company, customersList, currency, on, product, quantity }: PriceNames): string => `
  select known.unit_price, list.id as price_list_id, list.prices_include_tax
    from sales.price_list list
    join sales.price known on known.company_id = list.company_id and known.price_list_id = list.id
   where list.company_id = ${company} and list.active and list.currency = ${currency} and (list.id = ${customersList} or list.is_default)
     and known.product_id = ${product} and known.min_quantity <= ${quantity} and known.valid @> ${on}
   order by (list.id = ${customersList}) is true desc, known.min_quantity desc limit 1`;
