"""The only place that reads or writes anything. One port per file; no adapter knows another."""
