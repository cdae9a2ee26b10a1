// Sets the theme before the first paint. Without a stored choice the system decides.
try {
  const stored = localStorage.getItem("theme")?.replaceAll('"', "");
  if (stored === "light" || stored === "dark") document.documentElement.dataset.theme = stored;
} catch {
  // Storage is forbidden here: the system's theme it is.
}
