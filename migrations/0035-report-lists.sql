-- Mail by when it came: deliveries are written in that order, so that a summary of each block is enough, and filing one
-- pays for no entry.
create index deliveries_received on deliveries using brin (received_at) with (pages_per_range = 32, autosummarize);
-- Refunds are few among orders.
create index shop_orders_refunded on shop_orders (placed_at desc, id desc) where refunded_minor > 0;
