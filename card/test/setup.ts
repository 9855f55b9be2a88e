// Home Assistant's own element: what is tested here waits for it.
if ("customElements" in globalThis) {
  customElements.define("home-assistant", class extends HTMLElement {});
}
