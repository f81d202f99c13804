-- The first and the last sentence of a period, without a look at those in between.
CREATE INDEX run_message_by_period ON run_message (period);
