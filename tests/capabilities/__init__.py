"""What the articles can do, one function per row of their checklist: each asserts a value that needs that row."""
