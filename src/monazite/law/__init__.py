"""The law as dated, cited data: packs, provisions in force, rules, readings, and the answers that they give."""
