@rem Lets the scripts of package.json begin with "exec" on Windows, as they do elsewhere.
@%*
