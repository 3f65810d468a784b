"""An app of the chaos world only: an analysis that sleeps, so that the queue alone is tried."""
