"""What there is to see of every site: a table of views, and how a page is brought to each of them."""
