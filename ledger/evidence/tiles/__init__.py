"""Static tiles (C2SP tlog-tiles): the whole log as files that any web server or disk can hold."""
