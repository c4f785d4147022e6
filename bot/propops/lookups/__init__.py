"""Lists that a form offers (addresses, contractors, priorities): loaded, cached, searched."""
