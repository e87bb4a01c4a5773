"""What must not go live, each finding with its remedy."""
