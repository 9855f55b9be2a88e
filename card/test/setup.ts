// Home Assistant's own element: what is tested here waits for it.
customElements.define("home-assistant", class extends HTMLElement {});
