"""The pages of docs/: compared with the code they speak of, and their snippets run."""
