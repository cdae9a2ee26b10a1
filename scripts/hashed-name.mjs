import { createHash } from "node:crypto";

// The pattern of the names Trunk itself makes: app.css becomes app-0123456789abcdef.css.
export function hashedName(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 16);
  return name.replace(/(\.[^.]+)$/, `-${hash}$1`);
}
