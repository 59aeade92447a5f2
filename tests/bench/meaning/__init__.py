"""Changes of a loaded filing that change nothing of what it says, and what an audit says before and after."""
