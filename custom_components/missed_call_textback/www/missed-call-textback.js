/**
* @license
* Copyright 2019 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
var e=globalThis,t=e.ShadowRoot&&(e.ShadyCSS===void 0||e.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,n=Symbol(),r=new WeakMap,i=class{constructor(e,t,r){if(this._$cssResult$=!0,r!==n)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,n=this.t;if(t&&e===void 0){let t=n!==void 0&&n.length===1;t&&(e=r.get(n)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),t&&r.set(n,e))}return e}toString(){return this.cssText}},a=e=>new i(typeof e==`string`?e:e+``,void 0,n),o=(e,...t)=>new i(e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]),e,n),s=(n,r)=>{if(t)n.adoptedStyleSheets=r.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let t of r){let r=document.createElement(`style`),i=e.litNonce;i!==void 0&&r.setAttribute(`nonce`,i),r.textContent=t.cssText,n.appendChild(r)}},c=t?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return a(t)})(e):e,{is:l,defineProperty:u,getOwnPropertyDescriptor:d,getOwnPropertyNames:f,getOwnPropertySymbols:p,getPrototypeOf:m}=Object,ee=globalThis,te=ee.trustedTypes,ne=te?te.emptyScript:``,re=ee.reactiveElementPolyfillSupport,h=(e,t)=>e,ie={toAttribute(e,t){
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
switch(t){case Boolean:e=e?ne:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},ae=(e,t)=>!l(e,t),oe={attribute:!0,type:String,converter:ie,reflect:!1,useDefault:!1,hasChanged:ae};Symbol.metadata??=Symbol(`metadata`),ee.litPropertyMetadata??=new WeakMap;var g=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=oe){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&u(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){let{get:r,set:i}=d(this.prototype,e)??{get(){return this[t]},set(e){this[t]=e}};return{get:r,set(t){let a=r?.call(this);i?.call(this,t),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??oe}static _$Ei(){if(this.hasOwnProperty(h(`elementProperties`)))return;let e=m(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(h(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(h(`properties`))){let e=this.properties,t=[...f(e),...p(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(c(e))}else e!==void 0&&t.push(c(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return s(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){let i=(n.converter?.toAttribute===void 0?ie:n.converter).toAttribute(t,n.type);this._$Em=e,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){let e=n.getPropertyOptions(r),i=typeof e.converter==`function`?{fromAttribute:e.converter}:e.converter?.fromAttribute===void 0?ie:e.converter;this._$Em=r;let a=i.fromAttribute(t,e.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){let a=this.constructor;if(!1===r&&(i=this[e]),n??=a.getPropertyOptions(e),!((n.hasChanged??ae)(i,t)||n.useDefault&&n.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(a._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){n&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,a??t??this[e]),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(e=>e.hostUpdate?.()),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(e){}firstUpdated(e){}};g.elementStyles=[],g.shadowRootOptions={mode:`open`},g[h(`elementProperties`)]=new Map,g[h(`finalized`)]=new Map,re?.({ReactiveElement:g}),(ee.reactiveElementVersions??=[]).push(`2.1.2`);
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
var se=globalThis,ce=e=>e,_=se.trustedTypes,le=_?_.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,ue=`$lit$`,v=`lit$${Math.random().toFixed(9).slice(2)}$`,de=`?`+v,fe=`<${de}>`,y=document,b=()=>y.createComment(``),x=e=>e===null||typeof e!=`object`&&typeof e!=`function`,pe=Array.isArray,me=e=>pe(e)||typeof e?.[Symbol.iterator]==`function`,he=`[ 	
\f\r]`,S=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,ge=/-->/g,_e=/>/g,C=RegExp(`>|${he}(?:([^\\s"'>=/]+)(${he}*=${he}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),ve=/'/g,ye=/"/g,be=/^(?:script|style|textarea|title)$/i,w=(e=>(t,...n)=>({_$litType$:e,strings:t,values:n}))(1),T=Symbol.for(`lit-noChange`),E=Symbol.for(`lit-nothing`),xe=new WeakMap,D=y.createTreeWalker(y,129);function Se(e,t){if(!pe(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return le===void 0?t:le.createHTML(t)}var Ce=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=S;for(let t=0;t<n;t++){let n=e[t],s,c,l=-1,u=0;for(;u<n.length&&(o.lastIndex=u,c=o.exec(n),c!==null);)u=o.lastIndex,o===S?c[1]===`!--`?o=ge:c[1]===void 0?c[2]===void 0?c[3]!==void 0&&(o=C):(be.test(c[2])&&(i=RegExp(`</`+c[2],`g`)),o=C):o=_e:o===C?c[0]===`>`?(o=i??S,l=-1):c[1]===void 0?l=-2:(l=o.lastIndex-c[2].length,s=c[1],o=c[3]===void 0?C:c[3]===`"`?ye:ve):o===ye||o===ve?o=C:o===ge||o===_e?o=S:(o=C,i=void 0);let d=o===C&&e[t+1].startsWith(`/>`)?` `:``;a+=o===S?n+fe:l>=0?(r.push(s),n.slice(0,l)+ue+n.slice(l)+v+d):n+v+(l===-2?t:d)}return[Se(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},we=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=Ce(t,n);if(this.el=e.createElement(l,r),D.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=D.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(ue)){let t=u[o++],n=i.getAttribute(e).split(v),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?De:r[1]===`?`?Oe:r[1]===`@`?ke:k}),i.removeAttribute(e)}else e.startsWith(v)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(be.test(i.tagName)){let e=i.textContent.split(v),t=e.length-1;if(t>0){i.textContent=_?_.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],b()),D.nextNode(),c.push({type:2,index:++a});i.append(e[t],b())}}}else if(i.nodeType===8){if(i.data===de)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(v,e+1))!==-1;)c.push({type:7,index:a}),e+=v.length-1}}a++}}static createElement(e,t){let n=y.createElement(`template`);return n.innerHTML=e,n}};function O(e,t,n=e,r){if(t===T)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=x(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=O(e,i._$AS(e,t.values),i,r)),t}var Te=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??y).importNode(t,!0);D.currentNode=r;let i=D.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new Ee(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new Ae(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=D.nextNode(),a++)}return D.currentNode=y,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},Ee=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=E,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=O(this,e,t),x(e)?e===E||e==null||e===``?(this._$AH!==E&&this._$AR(),this._$AH=E):e!==this._$AH&&e!==T&&this._(e):e._$litType$===void 0?e.nodeType===void 0?me(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==E&&x(this._$AH)?this._$AA.nextSibling.data=e:this.T(y.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=we.createElement(Se(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new Te(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=xe.get(e.strings);return t===void 0&&xe.set(e.strings,t=new we(e)),t}k(t){pe(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(b()),this.O(b()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=ce(e).nextSibling;ce(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},k=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=E,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=E}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=O(this,e,t,0),a=!x(e)||e!==this._$AH&&e!==T,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=O(this,r[n+o],t,o),s===T&&(s=this._$AH[o]),a||=!x(s)||s!==this._$AH[o],s===E?e=E:e!==E&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===E?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},De=class extends k{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===E?void 0:e}},Oe=class extends k{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==E)}},ke=class extends k{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=O(this,e,t,0)??E)===T)return;let n=this._$AH,r=e===E&&n!==E||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==E&&(n===E||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},Ae=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){O(this,e)}},je={M:ue,P:v,A:de,C:1,L:Ce,R:Te,D:me,V:O,I:Ee,H:k,N:Oe,U:ke,B:De,F:Ae},Me=se.litHtmlPolyfillSupport;Me?.(we,Ee),(se.litHtmlVersions??=[]).push(`3.3.3`);var Ne=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new Ee(t.insertBefore(b(),e),e,void 0,n??{})}return i._$AI(e),i},Pe=globalThis,A=class extends g{constructor(){
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=Ne(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return T}};A._$litElement$=!0,A.finalized=!0,Pe.litElementHydrateSupport?.({LitElement:A});var Fe=Pe.litElementPolyfillSupport;Fe?.({LitElement:A}),(Pe.litElementVersions??=[]).push(`4.2.2`);
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/var Ie={attribute:!0,type:String,converter:ie,reflect:!1,hasChanged:ae},Le=(e=Ie,t,n)=>{let{kind:r,metadata:i}=n,a=globalThis.litPropertyMetadata.get(i);if(a===void 0&&globalThis.litPropertyMetadata.set(i,a=new Map),r===`setter`&&((e=Object.create(e)).wrapped=!0),a.set(n.name,e),r===`accessor`){let{name:r}=n;return{set(n){let i=t.get.call(this);t.set.call(this,n),this.requestUpdate(r,i,e,!0,n)},init(t){return t!==void 0&&this.C(r,void 0,e,t),t}}}if(r===`setter`){let{name:r}=n;return function(n){let i=this[r];t.call(this,n),this.requestUpdate(r,i,e,!0,n)}}throw Error(`Unsupported decorator location: `+r)};function j(e){return(t,n)=>typeof n==`object`?Le(e,t,n):((e,t,n)=>{let r=t.hasOwnProperty(n);return t.constructor.createProperty(n,e),r?Object.getOwnPropertyDescriptor(t,n):void 0})(e,t,n)}
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/function M(e){return j({...e,state:!0,attribute:!1})}var N=24,Re=[8,18],ze=2,Be=class{constructor(e){this.counts=Array.from({length:168},()=>0);for(let{weekday:t,hour:n,missed:r}of e)this.counts[t*N+n]=r;this.total=this.counts.reduce((e,t)=>e+t,0),this.most=Math.max(0,...this.counts)}at({weekday:e,hour:t}){return this.counts[e*N+t]??0}strength(e){return this.most===0?0:this.at(e)/this.most}get hours(){let e=this.counts.flatMap((e,t)=>e>0?[t%N]:[]),t=Math.min(Re[0],...e),n=Math.max(Re[1]-1,...e);return Array.from({length:n-t+1},(e,n)=>t+n)}get peaks(){if(this.total<10)return[];let e=this.counts.flatMap((e,t)=>e===this.most?[{weekday:Math.floor(t/N),hour:t%N}]:[]);return e.length<=ze?e:[]}};function Ve(e,t,n,r){let i=r?-1:1,{row:a,column:o}=t,s={ArrowDown:{row:a+1,column:o},ArrowUp:{row:a-1,column:o},ArrowRight:{row:a,column:o+i},ArrowLeft:{row:a,column:o-i},Home:{row:a,column:0},End:{row:a,column:n.columns-1}}[e];if(s!==void 0)return{row:He(s.row,n.rows),column:He(s.column,n.columns)}}function He(e,t){return Math.max(0,Math.min(e,t-1))}var Ue=[`en`,`es`,`fr`,`de`,`it`],We=`⁨`,Ge=`⁩`;function Ke(e){let t=e.toLowerCase().split(/[-_]/)[0];return Ue.find(e=>e===t)??`en`}function qe(e,t,n=String){let r=Ke(t),i=e[r],a=new Intl.PluralRules(r);return(e,t={})=>{let r=i[e];return(typeof r==`string`?r:r[a.select(t.n??0)]??r.other).replace(/\{(\w+)\}/g,(e,r)=>{let i=t[r];return i===void 0?e:`${We}${typeof i==`number`?n(i):i}${Ge}`})}}var Je=`missed_call_textback`;function Ye(e){return e.sendMessagePromise({type:`${Je}/shops`})}var P=class{constructor(e,t){this.connection=e,this.entryId=t}list(e){return this.ask(`threads/list`,{...e})}get(e){return this.ask(`threads/get`,{thread_id:e})}reply(e,t,n){return this.ask(`threads/reply`,{thread_id:e,message:t,ref:n})}resolve(e,t,n){let r=n===void 0?{}:{value:n};return this.ask(`threads/resolve`,{thread_id:e,stage:t,...r})}assign(e,t){return this.ask(`threads/assign`,{thread_id:e,member_id:t})}note(e,t){return this.ask(`threads/note`,{thread_id:e,message:t})}markRead(e){return this.ask(`threads/read`,{thread_id:e})}done(e){return this.ask(`threads/done`,{thread_id:e})}numbers(e){return this.ask(`numbers`,{...e})}simulate(e,t,n){let r=n===void 0?{}:{at:n};return this.ask(`simulate`,{line_id:e,number:t,...r})}async subscribe(e){let t=Ze(this.connection),n=t.count,r=await this.connection.subscribeMessage(e,{type:`${Je}/threads/subscribe`,entry_id:this.entryId},{resubscribe:!1});return async()=>{t.count===n&&await r()}}ask(e,t){return this.connection.sendMessagePromise({type:`${Je}/${e}`,entry_id:this.entryId,...t})}},Xe=new WeakMap;function Ze(e){let t=Xe.get(e);if(t===void 0){let n={count:0};e.addEventListener(`disconnected`,()=>{n.count+=1}),Xe.set(e,n),t=n}return t}function Qe(e,t){return nt(e)&&e.translation_key===t}function $e(e){return nt(e)?e.code===`invalid_format`||e.translation_domain===`missed_call_textback`&&e.translation_key!==`ledger_unavailable`:!1}var et=3;function tt(e){return e===et?!0:typeof e!=`object`||!e?!1:`code`in e?e.code===et:`error`in e&&tt(e.error)}function nt(e){return typeof e==`object`&&!!e&&`code`in e&&`message`in e}var rt=[1,2,4,8,15,30],it=1e3,at=new WeakMap,ot=class e{constructor(e){this.connection=e,this.status=`loading`,this.shops=[],this.closed=[],this.epoch=0,this.listeners=new Map,this.tries=0,this.isLooking=!1,this.refresh=()=>{this.tries=0,this.look()},this.cameBack=()=>{this.epoch+=1,this.refresh()},this.wentAway=()=>{this.rest(),this.status=`away`,this.tell()}}static of(t){let n=at.get(t);return n===void 0&&(n=new e(t),at.set(t,n)),n}get isConnected(){return this.connection.connected}listen(e,t=()=>void 0){return this.listeners.set(e,t),this.listeners.size===1&&(this.connection.addEventListener(`ready`,this.cameBack),this.connection.addEventListener(`disconnected`,this.wentAway),this.look()),()=>{this.listeners.delete(e),this.listeners.size>0||(this.connection.removeEventListener(`ready`,this.cameBack),this.connection.removeEventListener(`disconnected`,this.wentAway),this.rest())}}lookOut(){this.timer===void 0&&!this.isLooking&&this.isAwaited&&this.tryAgain()}async look(){this.rest();let{epoch:e}=this;this.isLooking=!0;try{let{version:t,shops:n,not_open:r}=await Ye(this.connection);if(e!==this.epoch)return;this.isLooking=!1,this.shops=n,this.closed=r,this.status=n.length===0&&r.length>0?`away`:t===`0.1.0`?`ready`:`older`,(r.length>0&&this.tries<rt.length||this.isAwaited)&&this.tryAgain()}catch{if(e!==this.epoch)return;this.isLooking=!1,this.status=`away`,this.tryAgain()}this.tell()}get isAwaited(){if(this.shops.length===0&&this.closed.length>0)return!0;let e=[...this.listeners.values()].map(e=>e());return this.closed.some(t=>e.includes(t.entry_id))}rest(){clearTimeout(this.timer),this.timer=void 0}tryAgain(){if(!this.isConnected||this.listeners.size===0)return;let e=rt[Math.min(this.tries,rt.length-1)]??0;this.tries+=1,this.timer=setTimeout(()=>void this.look(),e*it)}tell(){for(let e of[...this.listeners.keys()])e()}},st=class{constructor(e){this.host=e,e.addController(this)}get current(){return this.host.hass&&ot.of(this.host.hass.connection)}hostUpdate(){let e=this.current;e===this.server&&this.stop!==void 0?e?.lookOut():(this.stop?.(),this.server=e,this.stop=e?.listen(()=>{this.host.requestUpdate()},()=>this.host.wantedShop))}hostConnected(){this.host.requestUpdate()}hostDisconnected(){this.stop?.(),this.stop=void 0}},ct=60,lt=3600,ut=24*lt,dt={comma_decimal:`en-US`,decimal_comma:`de`,quote_decimal:`de-CH`,space_comma:`fr`,none:`en-US`},ft=class{constructor(e,t){this.dates=new Map,this.language=mt(e.language);let n=e.number_format;this.numbers=n===`system`?void 0:dt[n]??this.language,this.grouping=n!==`none`,this.zone=e.time_zone===`server`?t:void 0,this.hour12={12:!0,24:!1,language:void 0,system:void 0}[e.time_format]}number(e,t={}){let n=this.grouping?{}:{useGrouping:!1};return new Intl.NumberFormat(this.numbers,{...n,...t}).format(e)}money(e,t){return this.number(e,{style:`currency`,currency:t,trailingZeroDisplay:`stripIfInteger`})}percent(e){return this.number(e/100,{style:`percent`,maximumFractionDigits:0})}duration(e){let[t,n]=pt(e);return this.number(Math.round(e/n),{style:`unit`,unit:t,unitDisplay:`short`})}relative(e,t){let n=(new Date(e).getTime()-t.getTime())/1e3,[r,i]=pt(Math.abs(n)),a=new Intl.RelativeTimeFormat(this.language,{numeric:`auto`,style:`short`});return r===`second`?a.format(0,`second`):a.format(Math.round(n/i),r)}time(e){return this.date(e,{hour:`numeric`,minute:`2-digit`})}day(e,t){let n=Math.round((this.dayNumber(e)-this.dayNumber(t.toISOString()))/ut);if(Math.abs(n)<=1){let e=new Intl.RelativeTimeFormat(this.language,{numeric:`auto`}).format(n,`day`);return e.charAt(0).toLocaleUpperCase(this.language)+e.slice(1)}let r=this.date(e,{year:`numeric`})===this.year(t);return this.date(e,{weekday:`short`,day:`numeric`,month:`short`,...r?{}:{year:`numeric`}})}moment(e,t){return this.dayNumber(e)===this.dayNumber(t.toISOString())?this.time(e):`${this.day(e,t)}, ${this.time(e)}`}shortMoment(e,t){if(this.dayNumber(e)===this.dayNumber(t.toISOString()))return this.time(e);let n=this.date(e,{year:`numeric`})===this.year(t);return this.date(e,{day:`numeric`,month:`short`,...n?{}:{year:`numeric`}})}year(e){return this.date(e.toISOString(),{year:`numeric`})}date(e,t,n=this.language){let r=`${n??``} ${Object.entries(t).join()}`,i=this.dates.get(r);if(i===void 0){let e=t.hour!==void 0&&this.hour12!==void 0;i=new Intl.DateTimeFormat(n,{...t,...e?{hour12:this.hour12}:{},...this.zone===void 0?{}:{timeZone:this.zone}}),this.dates.set(r,i)}return i.format(new Date(e))}dayNumber(e){let t=this.date(e,{year:`numeric`,month:`2-digit`,day:`2-digit`},`en-CA`);return Date.parse(`${t}T00:00:00Z`)/1e3}};function pt(e){return e<ct?[`second`,1]:e<lt?[`minute`,ct]:e<ut?[`hour`,lt]:[`day`,ut]}function mt(e){try{return Intl.getCanonicalLocales(e)[0]}catch{return}}function F(e,t,n,r){var i=arguments.length,a=i<3?t:r===null?r=Object.getOwnPropertyDescriptor(t,n):r,o;if(typeof Reflect==`object`&&typeof Reflect.decorate==`function`)a=Reflect.decorate(e,t,n,r);else for(var s=e.length-1;s>=0;s--)(o=e[s])&&(a=(i<3?o(a):i>3?o(t,n,a):o(t,n))||a);return i>3&&a&&Object.defineProperty(t,n,a),a}function ht(e,t){return e?.connection!==t?.connection||e?.locale!==t?.locale||e?.user!==t?.user}var I=class extends A{constructor(...e){super(...e),this.hasNews=!1}requestUpdate(...e){e[0]===void 0&&(this.hasNews=!0),super.requestUpdate(...e)}shouldUpdate(e){let{hasNews:t}=this;return this.hasNews=!1,t||e.size!==1||!e.has(`hass`)?!0:ht(e.get(`hass`),this.hass)}};F([j({attribute:!1})],I.prototype,`hass`,void 0);var gt=new WeakMap;function L(e){let t=gt.get(e.locale);return t===void 0&&(t=new ft(e.locale,e.config.time_zone),gt.set(e.locale,t)),t}var _t=class extends I{constructor(...e){super(...e),this.server=new st(this)}get wantedShop(){}get closedShop(){return this.server.current?.closed.find(e=>e.entry_id===this.wantedShop)}shop(e){let t=this.server.current?.shops??[];return e===void 0?t[0]:t.find(t=>t.entry_id===e)}};function R(e){let t=new WeakMap;return{of(n){let r=t.get(n.locale);if(r===void 0){let i=L(n);r=qe(e,n.locale.language,e=>i.number(e)),t.set(n.locale,r)}return r},ofPage:()=>qe(e,document.documentElement.lang||navigator.language)}}var vt=R({en:{card_name:`Missed calls: when`,card_description:`On which days and at which hours calls are missed.`,title:`When do we miss calls?`,peak:`Most calls are missed on {when}.`,peaks:`Most calls are missed on {when} and on {other}.`,no_peak:`No hour stands out.`,few:`Too few missed calls yet to see a pattern.`,cell:{one:`{when}: {n} missed call`,other:`{when}: {n} missed calls`},hour:`Hour`,than:`Missed calls of the last {period}, by the shop's clock.`,option_period:`Period`},es:{card_name:`Llamadas perdidas: cuándo`,card_description:`En qué días y a qué horas se pierden llamadas.`,title:`¿Cuándo perdemos llamadas?`,peak:`Cuando más se pierden: {when}.`,peaks:`Cuando más se pierden: {when} y {other}.`,no_peak:`Ninguna hora destaca.`,few:`Aún hay pocas llamadas perdidas para ver un patrón.`,cell:{one:`{when}: {n} llamada perdida`,other:`{when}: {n} llamadas perdidas`},hour:`Hora`,than:`Llamadas perdidas de los últimos {period}, según el reloj del negocio.`,option_period:`Periodo`},fr:{card_name:`Appels manqués : quand`,card_description:`Quels jours et à quelles heures des appels sont manqués.`,title:`Quand manquons-nous des appels ?`,peak:`Le plus d'appels manqués : {when}.`,peaks:`Le plus d'appels manqués : {when} et {other}.`,no_peak:`Aucune heure ne ressort.`,few:`Pas encore assez d'appels manqués pour voir une tendance.`,cell:{one:`{when} : {n} appel manqué`,other:`{when} : {n} appels manqués`},hour:`Heure`,than:`Appels manqués des {period} passés, à l'heure du commerce.`,option_period:`Période`},de:{card_name:`Verpasste Anrufe: wann`,card_description:`An welchen Tagen und zu welchen Stunden Anrufe verpasst werden.`,title:`Wann verpassen wir Anrufe?`,peak:`Die meisten werden verpasst: {when}.`,peaks:`Die meisten werden verpasst: {when} und {other}.`,no_peak:`Keine Stunde sticht hervor.`,few:`Noch zu wenige verpasste Anrufe, um ein Muster zu erkennen.`,cell:{one:`{when}: {n} verpasster Anruf`,other:`{when}: {n} verpasste Anrufe`},hour:`Stunde`,than:`Verpasste Anrufe, Zeitraum: {period}, nach der Uhr des Betriebs.`,option_period:`Zeitraum`},it:{card_name:`Chiamate perse: quando`,card_description:`In quali giorni e a quali ore si perdono chiamate.`,title:`Quando perdiamo chiamate?`,peak:`Quando se ne perdono di più: {when}.`,peaks:`Quando se ne perdono di più: {when} e {other}.`,no_peak:`Nessuna ora spicca.`,few:`Ancora poche chiamate perse per vedere uno schema.`,cell:{one:`{when}: {n} chiamata persa`,other:`{when}: {n} chiamate perse`},hour:`Ora`,than:`Chiamate perse degli ultimi {period}, secondo l'ora del negozio.`,option_period:`Periodo`}}),yt=[`monday`,`tuesday`,`wednesday`,`thursday`,`friday`,`saturday`,`sunday`],bt=7,xt=Date.UTC(2024,0,1),St=36e5,Ct=24*St,wt=class{constructor(e){this.locale=e,this.writers=new Map,this.language=mt(e.language);let t={12:!0,24:!1,language:void 0,system:void 0}[e.time_format];this.clock={hour:`numeric`,...t===void 0?{}:{hour12:t}}}get week(){let e=this.firstWeekday;return Array.from({length:bt},(t,n)=>(e+n)%bt)}weekday(e,t){return this.writer({weekday:t}).format(xt+e*Ct)}hour(e){return this.writer(this.clock).format(xt+e*St)}hourOfWeek(e,t){return`${this.weekday(e,`long`)}, ${this.hour(t)} – ${this.hour(t+1)}`}month(e,t){let n=t===`long`?{year:`numeric`}:{};return this.writer({month:t,...n}).format(Date.parse(`${e}-01`))}get firstWeekday(){let e=yt.indexOf(this.locale.first_weekday??``);if(e>=0)return e;try{let e=new Intl.Locale(this.language??`en`),t=e.getWeekInfo?.()??e.weekInfo;return t===void 0?0:(t.firstDay-1)%bt}catch{return 0}}writer(e){let t=Object.entries(e).join(),n=this.writers.get(t);return n===void 0&&(n=new Intl.DateTimeFormat(this.language,{...e,timeZone:`UTC`}),this.writers.set(t,n)),n}},Tt={en:{title:`Missed calls`,conversations:`Conversations`,state_waiting:`Waiting for you`,state_missed:`Missed, not texted`,state_texted:`Texted`,state_replied:`In conversation`,state_quoted:`Got a quote`,state_booked:`Booked`,state_won:`Job won`,state_lost:`Lost`,state_closed:`Closed`,urgent:`Urgent`,call_back:`To call back`,unread:{one:`{n} new text`,other:`{n} new texts`},search:`Search`,show_state:`State`,all_states:`All conversations`,show_line:`Line`,all_lines:`All lines`,empty:`No missed calls yet. Call your number to try it.`,nothing_found:`No conversation matches.`,searched:{one:`Searched the latest conversation.`,other:`Searched the latest {n} conversations.`},searched_numbers:`Searched the numbers of all conversations.`,search_older:`Search older ones`,show_more:`Show more`,loading:`Loading …`,you_wrote:`You: {words}`,draft:`Draft: {words}`,choose:`Choose a conversation to read it.`,back:`Back to the list`,call:`Call {who}`,actions:`What to do`,customer:`Customer already`,since:`since {when}`,call_answered:`Call answered`,call_no_answer:`Missed call: nobody answered`,call_busy:`Missed call: busy`,call_abandoned:`Missed call: hung up while it rang`,call_voicemail:`Missed call: left a voicemail`,call_closed:`Missed call after hours`,call_failed:`Missed call: the call failed`,called_answered:`You called them`,called_in_vain:`You called them in vain`,rung_calling:`{who} is being called, since it is urgent`,rung_unknown:`{who} was called; nobody knows yet whether it rang`,rung_refused:`{who} could not be called`,rung_missed:`{who} was called and did not answer`,rung_heard:`{who} was called and pressed no key`,rung_connecting:`{who} is being put through`,rung_not_reached:`{who} called them, and they did not answer`,rung_connected:`{who} talked to them on the phone`,rung_taken:`{who} takes care of it`,voicemail:`Voicemail of {who}, {when}`,no_sound:`The recording cannot be played. It may have been deleted.`,kind_text_back:`Text-back`,kind_machine:`Automatic text`,kind_appointment:`About an appointment`,kind_service:`Answer about texts`,sent_queued:`Going out`,sent_unknown:`Not yet known whether it went out`,sent_accepted:`Sent`,sent_delivered:`Delivered`,sent_undelivered:`Not delivered`,sent_failed:`Not sent`,sent_dropped:`Not sent: no longer needed`,code:`code {code}`,they_wrote:`{who} wrote`,we_wrote:`You wrote`,note_by:`Note by {who}`,slot_held:`Time held: {when}`,slot_offered:`Time offered: {when}`,slot_passed:`Time not taken: {when}`,slot_booked:`Appointment: {when}`,slot_gone:`Appointment called off: {when}`,answers:`What they said`,answer_service:`What they need`,answer_place:`Where`,answer_timeline:`When`,your_answer:`Your answer to {who}`,write:`Write a text`,send:`Send`,quick_answers:`Quick answers`,meter:{one:`{n} text, {left} characters left`,other:`{n} texts, {left} characters left`},meter_special:`Special characters: a text holds {room} instead of {usual}.`,read_only:`You may read here, but not answer.`,cannot_text:`They cannot be texted.`,answer_lost:`The connection was lost. Your text goes out by itself as soon as it is back, and only once.`,answer_unsure:`It is not known whether this text went out. Send it again if it still matters: they get it only once.`,became:`What became of it?`,quoted:`Quoted`,booked:`Booked`,won:`Won`,lost:`Lost`,closed:`Closed`,value:`Worth ({currency})`,save:`Save`,cancel:`Cancel`,done:`Done`,done_hint:`Nothing is owed to them any more`,assigned:`Looked after by`,nobody:`Nobody`,add_note:`Add a note`,note:`Note, which the caller never sees`,heard:`{who} wrote: {words}`,erased:`This conversation was erased.`,offline:`No connection to Home Assistant. What you see may be out of date.`,older:`Missed Call Text-Back has another version than this page. Reload the page.`,reload:`Reload`,away:`Missed Call Text-Back does not answer at the moment. It is tried again by itself.`,closed_shop:`{shop} is not open at the moment. It appears here by itself as soon as it is.`,no_shop:`There is no shop that you may see. An administrator can set one up, or give you the right to control its entities.`,lost_connection:`The connection to Home Assistant was lost.`,failed:`That did not work. {why}`,again:`Try again`,shop:`Shop`,card_name:`Missed calls: conversations`,card_description:`Who waits for an answer: read, answer, book.`,option_shop:`Shop`,option_line:`Line`,option_line_hint:`Empty: all lines.`},es:{title:`Llamadas perdidas`,conversations:`Conversaciones`,state_waiting:`Espera su respuesta`,state_missed:`Perdida, sin mensaje`,state_texted:`Mensaje enviado`,state_replied:`En conversación`,state_quoted:`Tiene presupuesto`,state_booked:`Con cita`,state_won:`Trabajo conseguido`,state_lost:`Perdido`,state_closed:`Cerrada`,urgent:`Urgente`,call_back:`Devolver la llamada`,unread:{one:`{n} mensaje nuevo`,other:`{n} mensajes nuevos`},search:`Buscar`,show_state:`Estado`,all_states:`Todas las conversaciones`,show_line:`Línea`,all_lines:`Todas las líneas`,empty:`Aún no hay llamadas perdidas. Llame a su número para probarlo.`,nothing_found:`Ninguna conversación coincide.`,searched:{one:`Se buscó en la última conversación.`,other:`Se buscó en las últimas {n} conversaciones.`},searched_numbers:`Se buscó en los números de todas las conversaciones.`,search_older:`Buscar en las anteriores`,show_more:`Mostrar más`,loading:`Cargando…`,you_wrote:`Usted: {words}`,draft:`Borrador: {words}`,choose:`Elija una conversación para leerla.`,back:`Volver a la lista`,call:`Llamar a {who}`,actions:`Qué hacer`,customer:`Ya es cliente`,since:`desde {when}`,call_answered:`Llamada atendida`,call_no_answer:`Llamada perdida: nadie contestó`,call_busy:`Llamada perdida: ocupado`,call_abandoned:`Llamada perdida: colgó mientras sonaba`,call_voicemail:`Llamada perdida: dejó un mensaje de voz`,call_closed:`Llamada perdida fuera de horario`,call_failed:`Llamada perdida: la llamada falló`,called_answered:`Usted llamó`,called_in_vain:`Usted llamó sin éxito`,rung_calling:`Se está llamando a {who}, porque es urgente`,rung_unknown:`Se llamó a {who}; aún no se sabe si sonó`,rung_refused:`No se pudo llamar a {who}`,rung_missed:`Se llamó a {who} y no contestó`,rung_heard:`Se llamó a {who} y no pulsó ninguna tecla`,rung_connecting:`Se está pasando la llamada a {who}`,rung_not_reached:`{who} llamó y no contestaron`,rung_connected:`{who} habló por teléfono`,rung_taken:`{who} se encarga`,voicemail:`Mensaje de voz de {who}, {when}`,no_sound:`La grabación no se puede reproducir. Quizá se haya borrado.`,kind_text_back:`Mensaje tras la llamada perdida`,kind_machine:`Mensaje automático`,kind_appointment:`Sobre una cita`,kind_service:`Respuesta sobre los mensajes`,sent_queued:`Enviándose`,sent_unknown:`Aún no se sabe si salió`,sent_accepted:`Enviado`,sent_delivered:`Entregado`,sent_undelivered:`No entregado`,sent_failed:`No enviado`,sent_dropped:`No enviado: ya no hacía falta`,code:`código {code}`,they_wrote:`{who} escribió`,we_wrote:`Usted escribió`,note_by:`Nota de {who}`,slot_held:`Hora reservada: {when}`,slot_offered:`Hora ofrecida: {when}`,slot_passed:`Hora no aceptada: {when}`,slot_booked:`Cita: {when}`,slot_gone:`Cita anulada: {when}`,answers:`Lo que dijeron`,answer_service:`Qué necesita`,answer_place:`Dónde`,answer_timeline:`Cuándo`,your_answer:`Su respuesta a {who}`,write:`Escribir un mensaje`,send:`Enviar`,quick_answers:`Respuestas rápidas`,meter:{one:`{n} mensaje, quedan {left} caracteres`,other:`{n} mensajes, quedan {left} caracteres`},meter_special:`Caracteres especiales: en un mensaje caben {room} en vez de {usual}.`,read_only:`Aquí puede leer, pero no responder.`,cannot_text:`No se les puede escribir.`,answer_lost:`Se perdió la conexión. Su mensaje saldrá por sí solo en cuanto vuelva, y una sola vez.`,answer_unsure:`No se sabe si este mensaje salió. Envíelo otra vez si aún importa: solo lo recibirán una vez.`,became:`¿En qué quedó?`,quoted:`Presupuestado`,booked:`Con cita`,won:`Conseguido`,lost:`Perdido`,closed:`Cerrado`,value:`Importe ({currency})`,save:`Guardar`,cancel:`Cancelar`,done:`Hecho`,done_hint:`Ya no hay nada pendiente`,assigned:`Se ocupa`,nobody:`Nadie`,add_note:`Añadir una nota`,note:`Nota que quien llama nunca ve`,heard:`{who} escribió: {words}`,erased:`Esta conversación se borró.`,offline:`Sin conexión con Home Assistant. Lo que ve puede no estar al día.`,older:`Missed Call Text-Back tiene otra versión que esta página. Vuelva a cargar la página.`,reload:`Volver a cargar`,away:`Missed Call Text-Back no responde en este momento. Se vuelve a intentar solo.`,closed_shop:`{shop} no está abierto en este momento. Aparecerá aquí por sí solo en cuanto lo esté.`,no_shop:`No hay ningún negocio que pueda ver. Un administrador puede configurar uno o darle permiso para controlar sus entidades.`,lost_connection:`Se perdió la conexión con Home Assistant.`,failed:`No ha funcionado. {why}`,again:`Intentar de nuevo`,shop:`Negocio`,card_name:`Llamadas perdidas: conversaciones`,card_description:`Quién espera respuesta: leer, responder, dar cita.`,option_shop:`Negocio`,option_line:`Línea`,option_line_hint:`Vacío: todas las líneas.`},fr:{title:`Appels manqués`,conversations:`Conversations`,state_waiting:`Attend votre réponse`,state_missed:`Manqué, sans SMS`,state_texted:`SMS envoyé`,state_replied:`En conversation`,state_quoted:`A reçu un devis`,state_booked:`Rendez-vous pris`,state_won:`Affaire conclue`,state_lost:`Perdu`,state_closed:`Clos`,urgent:`Urgent`,call_back:`À rappeler`,unread:{one:`{n} nouveau SMS`,other:`{n} nouveaux SMS`},search:`Rechercher`,show_state:`État`,all_states:`Toutes les conversations`,show_line:`Ligne`,all_lines:`Toutes les lignes`,empty:`Pas encore d’appel manqué. Appelez votre numéro pour essayer.`,nothing_found:`Aucune conversation ne correspond.`,searched:{one:`Recherche dans la dernière conversation.`,other:`Recherche dans les {n} dernières conversations.`},searched_numbers:`Les numéros de toutes les conversations ont été parcourus.`,search_older:`Chercher plus loin`,show_more:`Afficher plus`,loading:`Chargement…`,you_wrote:`Vous : {words}`,draft:`Brouillon : {words}`,choose:`Choisissez une conversation pour la lire.`,back:`Retour à la liste`,call:`Appeler {who}`,actions:`Que faire`,customer:`Déjà client`,since:`depuis {when}`,call_answered:`Appel pris`,call_no_answer:`Appel manqué : personne n’a répondu`,call_busy:`Appel manqué : occupé`,call_abandoned:`Appel manqué : a raccroché pendant la sonnerie`,call_voicemail:`Appel manqué : a laissé un message vocal`,call_closed:`Appel manqué hors des heures d’ouverture`,call_failed:`Appel manqué : l’appel a échoué`,called_answered:`Vous avez appelé`,called_in_vain:`Vous avez appelé en vain`,rung_calling:`On appelle {who}, car c'est urgent`,rung_unknown:`{who} a été appelé ; on ne sait pas encore si cela a sonné`,rung_refused:`{who} n'a pas pu être appelé`,rung_missed:`{who} a été appelé et n'a pas répondu`,rung_heard:`{who} a été appelé et n'a appuyé sur aucune touche`,rung_connecting:`{who} est mis en relation`,rung_not_reached:`{who} a rappelé, sans réponse`,rung_connected:`{who} a parlé au téléphone`,rung_taken:`{who} s'en occupe`,voicemail:`Message vocal de {who}, {when}`,no_sound:`L’enregistrement ne peut pas être lu. Il a peut-être été supprimé.`,kind_text_back:`SMS après l’appel manqué`,kind_machine:`SMS automatique`,kind_appointment:`À propos d'un rendez-vous`,kind_service:`Réponse au sujet des SMS`,sent_queued:`En cours d’envoi`,sent_unknown:`Envoi pas encore confirmé`,sent_accepted:`Envoyé`,sent_delivered:`Remis`,sent_undelivered:`Non remis`,sent_failed:`Non envoyé`,sent_dropped:`Non envoyé : plus nécessaire`,code:`code {code}`,they_wrote:`{who} a écrit`,we_wrote:`Vous avez écrit`,note_by:`Note de {who}`,slot_held:`Créneau retenu : {when}`,slot_offered:`Créneau proposé : {when}`,slot_passed:`Créneau non pris : {when}`,slot_booked:`Rendez-vous : {when}`,slot_gone:`Rendez-vous annulé : {when}`,answers:`Ce qu’ils ont dit`,answer_service:`Besoin`,answer_place:`Lieu`,answer_timeline:`Quand`,your_answer:`Votre réponse à {who}`,write:`Écrire un SMS`,send:`Envoyer`,quick_answers:`Réponses rapides`,meter:{one:`{n} SMS, encore {left} caractères`,other:`{n} SMS, encore {left} caractères`},meter_special:`Caractères spéciaux : un SMS en contient {room} au lieu de {usual}.`,read_only:`Vous pouvez lire ici, mais pas répondre.`,cannot_text:`Un SMS ne leur parviendra pas.`,answer_lost:`La connexion a été perdue. Votre SMS partira de lui-même dès son retour, et une seule fois.`,answer_unsure:`On ne sait pas si ce SMS est parti. Renvoyez-le s’il compte encore : il n’arrivera qu’une fois.`,became:`Qu’en est-il advenu ?`,quoted:`Devis fait`,booked:`Rendez-vous`,won:`Conclu`,lost:`Perdu`,closed:`Clos`,value:`Valeur ({currency})`,save:`Enregistrer`,cancel:`Annuler`,done:`Fait`,done_hint:`Plus rien n’est attendu de vous`,assigned:`S’en occupe`,nobody:`Personne`,add_note:`Ajouter une note`,note:`Note que l’appelant ne voit jamais`,heard:`{who} a écrit : {words}`,erased:`Cette conversation a été effacée.`,offline:`Pas de connexion à Home Assistant. Ce que vous voyez n’est peut-être plus à jour.`,older:`Missed Call Text-Back n’a pas la même version que cette page. Rechargez la page.`,reload:`Recharger`,away:`Missed Call Text-Back ne répond pas pour le moment. Un nouvel essai a lieu de lui-même.`,closed_shop:`{shop} n’est pas ouvert pour le moment. Il apparaîtra ici de lui-même dès qu’il le sera.`,no_shop:`Il n’y a aucun commerce que vous puissiez voir. Un administrateur peut en configurer un, ou vous donner le droit de contrôler ses entités.`,lost_connection:`La connexion à Home Assistant a été perdue.`,failed:`Cela n’a pas fonctionné. {why}`,again:`Réessayer`,shop:`Commerce`,card_name:`Appels manqués : conversations`,card_description:`Qui attend une réponse : lire, répondre, donner rendez-vous.`,option_shop:`Commerce`,option_line:`Ligne`,option_line_hint:`Vide : toutes les lignes.`},de:{title:`Verpasste Anrufe`,conversations:`Gespräche`,state_waiting:`Wartet auf Sie`,state_missed:`Verpasst, keine SMS`,state_texted:`SMS geschickt`,state_replied:`Im Gespräch`,state_quoted:`Hat ein Angebot`,state_booked:`Termin vereinbart`,state_won:`Auftrag erhalten`,state_lost:`Verloren`,state_closed:`Abgeschlossen`,urgent:`Dringend`,call_back:`Zurückrufen`,unread:{one:`{n} neue SMS`,other:`{n} neue SMS`},search:`Suchen`,show_state:`Stand`,all_states:`Alle Gespräche`,show_line:`Anschluss`,all_lines:`Alle Anschlüsse`,empty:`Noch keine verpassten Anrufe. Rufen Sie zur Probe Ihre Nummer an.`,nothing_found:`Kein Gespräch passt dazu.`,searched:{one:`Das letzte Gespräch wurde durchsucht.`,other:`Die letzten {n} Gespräche wurden durchsucht.`},searched_numbers:`Die Nummern aller Gespräche wurden durchsucht.`,search_older:`Ältere durchsuchen`,show_more:`Mehr anzeigen`,loading:`Wird geladen …`,you_wrote:`Sie: {words}`,draft:`Entwurf: {words}`,choose:`Wählen Sie ein Gespräch aus, um es zu lesen.`,back:`Zurück zur Liste`,call:`{who} anrufen`,actions:`Was zu tun ist`,customer:`Schon Kunde`,since:`seit {when}`,call_answered:`Anruf angenommen`,call_no_answer:`Verpasster Anruf: niemand nahm ab`,call_busy:`Verpasster Anruf: besetzt`,call_abandoned:`Verpasster Anruf: beim Klingeln aufgelegt`,call_voicemail:`Verpasster Anruf: Nachricht hinterlassen`,call_closed:`Verpasster Anruf außerhalb der Öffnungszeiten`,call_failed:`Verpasster Anruf: kam nicht durch`,called_answered:`Sie haben angerufen`,called_in_vain:`Sie haben vergeblich angerufen`,rung_calling:`{who} wird angerufen, denn es ist dringend`,rung_unknown:`{who} wurde angerufen; ob es klingelte, ist noch nicht bekannt`,rung_refused:`{who} konnte nicht angerufen werden`,rung_missed:`{who} wurde angerufen und nahm nicht ab`,rung_heard:`{who} wurde angerufen und drückte keine Taste`,rung_connecting:`{who} wird verbunden`,rung_not_reached:`{who} rief zurück und erreichte niemanden`,rung_connected:`{who} hat telefoniert`,rung_taken:`{who} kümmert sich darum`,voicemail:`Sprachnachricht von {who}, {when}`,no_sound:`Die Aufnahme lässt sich nicht abspielen. Vielleicht wurde sie gelöscht.`,kind_text_back:`SMS nach verpasstem Anruf`,kind_machine:`Automatische SMS`,kind_appointment:`Zu einem Termin`,kind_service:`Auskunft über SMS`,sent_queued:`Wird gesendet`,sent_unknown:`Noch unklar, ob sie hinausging`,sent_accepted:`Gesendet`,sent_delivered:`Zugestellt`,sent_undelivered:`Nicht zugestellt`,sent_failed:`Nicht gesendet`,sent_dropped:`Nicht gesendet: nicht mehr nötig`,code:`Code {code}`,they_wrote:`{who} schrieb`,we_wrote:`Sie schrieben`,note_by:`Notiz von {who}`,slot_held:`Termin freigehalten: {when}`,slot_offered:`Termin angeboten: {when}`,slot_passed:`Termin nicht genommen: {when}`,slot_booked:`Termin: {when}`,slot_gone:`Termin abgesagt: {when}`,answers:`Was sie sagten`,answer_service:`Anliegen`,answer_place:`Ort`,answer_timeline:`Wann`,your_answer:`Ihre Antwort an {who}`,write:`SMS schreiben`,send:`Senden`,quick_answers:`Schnellantworten`,meter:{one:`{n} SMS, noch {left} Zeichen`,other:`{n} SMS, noch {left} Zeichen`},meter_special:`Sonderzeichen: eine SMS fasst {room} statt {usual}.`,read_only:`Sie dürfen hier lesen, aber nicht antworten.`,cannot_text:`Eine SMS erreicht sie nicht.`,answer_lost:`Die Verbindung ging verloren. Ihre SMS geht von selbst hinaus, sobald sie wieder da ist, und nur einmal.`,answer_unsure:`Es ist nicht bekannt, ob diese SMS hinausging. Senden Sie sie noch einmal, wenn sie noch wichtig ist: sie kommt nur einmal an.`,became:`Was wurde daraus?`,quoted:`Angebot gemacht`,booked:`Termin vereinbart`,won:`Auftrag erhalten`,lost:`Verloren`,closed:`Abgeschlossen`,value:`Wert ({currency})`,save:`Speichern`,cancel:`Abbrechen`,done:`Erledigt`,done_hint:`Es ist nichts mehr zu tun`,assigned:`Kümmert sich`,nobody:`Niemand`,add_note:`Notiz hinzufügen`,note:`Notiz, die der Anrufer nie sieht`,heard:`{who} schrieb: {words}`,erased:`Dieses Gespräch wurde gelöscht.`,offline:`Keine Verbindung zu Home Assistant. Was Sie sehen, kann veraltet sein.`,older:`Missed Call Text-Back hat eine andere Version als diese Seite. Laden Sie die Seite neu.`,reload:`Neu laden`,away:`Missed Call Text-Back antwortet gerade nicht. Es wird von selbst wieder versucht.`,closed_shop:`{shop} ist gerade nicht geöffnet. Sobald es so weit ist, erscheint es hier von selbst.`,no_shop:`Es gibt keinen Betrieb, den Sie sehen dürfen. Ein Administrator kann einen einrichten oder Ihnen das Recht geben, seine Entitäten zu steuern.`,lost_connection:`Die Verbindung zu Home Assistant ging verloren.`,failed:`Das hat nicht geklappt. {why}`,again:`Noch einmal`,shop:`Betrieb`,card_name:`Verpasste Anrufe: Gespräche`,card_description:`Wer auf Antwort wartet: lesen, antworten, Termin vereinbaren.`,option_shop:`Betrieb`,option_line:`Anschluss`,option_line_hint:`Leer: alle Anschlüsse.`},it:{title:`Chiamate perse`,conversations:`Conversazioni`,state_waiting:`Aspetta una risposta`,state_missed:`Persa, senza SMS`,state_texted:`SMS inviato`,state_replied:`In conversazione`,state_quoted:`Ha un preventivo`,state_booked:`Appuntamento preso`,state_won:`Lavoro ottenuto`,state_lost:`Perso`,state_closed:`Chiusa`,urgent:`Urgente`,call_back:`Da richiamare`,unread:{one:`{n} nuovo SMS`,other:`{n} nuovi SMS`},search:`Cerca`,show_state:`Stato`,all_states:`Tutte le conversazioni`,show_line:`Linea`,all_lines:`Tutte le linee`,empty:`Ancora nessuna chiamata persa. Chiami il suo numero per provare.`,nothing_found:`Nessuna conversazione corrisponde.`,searched:{one:`Cercato nell’ultima conversazione.`,other:`Cercato nelle ultime {n} conversazioni.`},searched_numbers:`Cercato tra i numeri di tutte le conversazioni.`,search_older:`Cerca in quelle precedenti`,show_more:`Mostra altre`,loading:`Caricamento…`,you_wrote:`Lei: {words}`,draft:`Bozza: {words}`,choose:`Scelga una conversazione per leggerla.`,back:`Torna all’elenco`,call:`Chiama {who}`,actions:`Che cosa fare`,customer:`Già cliente`,since:`da {when}`,call_answered:`Chiamata presa`,call_no_answer:`Chiamata persa: nessuno ha risposto`,call_busy:`Chiamata persa: occupato`,call_abandoned:`Chiamata persa: ha riattaccato mentre squillava`,call_voicemail:`Chiamata persa: ha lasciato un messaggio vocale`,call_closed:`Chiamata persa fuori orario`,call_failed:`Chiamata persa: la chiamata non è riuscita`,called_answered:`Lei ha chiamato`,called_in_vain:`Lei ha chiamato invano`,rung_calling:`Si sta chiamando {who}, perché è urgente`,rung_unknown:`{who} è stato chiamato; non si sa ancora se ha squillato`,rung_refused:`Non è stato possibile chiamare {who}`,rung_missed:`{who} è stato chiamato e non ha risposto`,rung_heard:`{who} è stato chiamato e non ha premuto nessun tasto`,rung_connecting:`{who} viene messo in contatto`,rung_not_reached:`{who} ha richiamato, senza risposta`,rung_connected:`{who} ha parlato al telefono`,rung_taken:`{who} se ne occupa`,voicemail:`Messaggio vocale di {who}, {when}`,no_sound:`La registrazione non si può ascoltare. Forse è stata eliminata.`,kind_text_back:`SMS dopo la chiamata persa`,kind_machine:`SMS automatico`,kind_appointment:`Su un appuntamento`,kind_service:`Risposta sugli SMS`,sent_queued:`In uscita`,sent_unknown:`Non si sa ancora se è partito`,sent_accepted:`Inviato`,sent_delivered:`Consegnato`,sent_undelivered:`Non consegnato`,sent_failed:`Non inviato`,sent_dropped:`Non inviato: non serviva più`,code:`codice {code}`,they_wrote:`{who} ha scritto`,we_wrote:`Lei ha scritto`,note_by:`Nota di {who}`,slot_held:`Orario tenuto: {when}`,slot_offered:`Orario proposto: {when}`,slot_passed:`Orario non accettato: {when}`,slot_booked:`Appuntamento: {when}`,slot_gone:`Appuntamento disdetto: {when}`,answers:`Che cosa hanno detto`,answer_service:`Di che cosa ha bisogno`,answer_place:`Dove`,answer_timeline:`Quando`,your_answer:`La sua risposta a {who}`,write:`Scrivi un SMS`,send:`Invia`,quick_answers:`Risposte rapide`,meter:{one:`{n} SMS, restano {left} caratteri`,other:`{n} SMS, restano {left} caratteri`},meter_special:`Caratteri speciali: un SMS ne contiene {room} invece di {usual}.`,read_only:`Qui può leggere, ma non rispondere.`,cannot_text:`Non si può scrivere loro.`,answer_lost:`La connessione è andata persa. Il suo SMS partirà da solo appena torna, e una volta sola.`,answer_unsure:`Non si sa se questo SMS è partito. Lo invii di nuovo se serve ancora: arriverà una volta sola.`,became:`Com’è andata a finire?`,quoted:`Preventivo fatto`,booked:`Appuntamento`,won:`Ottenuto`,lost:`Perso`,closed:`Chiuso`,value:`Valore ({currency})`,save:`Salva`,cancel:`Annulla`,done:`Fatto`,done_hint:`Non c’è più niente in sospeso`,assigned:`Se ne occupa`,nobody:`Nessuno`,add_note:`Aggiungi una nota`,note:`Nota che chi chiama non vede mai`,heard:`{who} ha scritto: {words}`,erased:`Questa conversazione è stata cancellata.`,offline:`Nessuna connessione a Home Assistant. Quello che vede può non essere aggiornato.`,older:`Missed Call Text-Back ha un’altra versione rispetto a questa pagina. Ricarichi la pagina.`,reload:`Ricarica`,away:`Missed Call Text-Back al momento non risponde. Si riprova da solo.`,closed_shop:`{shop} non è aperto al momento. Apparirà qui da solo appena lo sarà.`,no_shop:`Non c’è alcuna attività che possa vedere. Un amministratore può configurarne una o darle il diritto di controllarne le entità.`,lost_connection:`La connessione a Home Assistant è andata persa.`,failed:`Non ha funzionato. {why}`,again:`Riprova`,shop:`Attività`,card_name:`Chiamate perse: conversazioni`,card_description:`Chi aspetta una risposta: leggere, rispondere, dare appuntamento.`,option_shop:`Attività`,option_line:`Linea`,option_line_hint:`Vuoto: tutte le linee.`}},z=R(Tt).of;function Et(e){return qe(Tt,e)}var Dt=[7,30,90,365],Ot=12,kt=864e5;function At(e,t=30){return Dt.find(t=>t===Number(e))??t}function jt(e,t){return new Intl.DateTimeFormat(`en-CA`,{timeZone:e,year:`numeric`,month:`2-digit`,day:`2-digit`}).format(t)}function Mt(e,t,n){let r=jt(t,n);return{since:new Date(Date.parse(r)-(e-1)*kt).toISOString().slice(0,10),until:r}}function Nt(e,t){let n=new Intl.DateTimeFormat(`en-GB`,{timeZone:e,hour:`2-digit`,minute:`2-digit`,second:`2-digit`}).format(t);return kt-Date.parse(`1970-01-01T${n}Z`)%kt}function Pt(e,t){let[n,r]=e===365?[Ot,`month`]:[e,`day`];return t(n,{style:`unit`,unit:r,unitDisplay:`long`})}function Ft(){let e=document.documentElement.lang||void 0;return Dt.map(t=>({value:String(t),label:Pt(t,(t,n)=>new Intl.NumberFormat(e,n).format(t))}))}var It=1e3,Lt=5e3,Rt=class{constructor(e){this.host=e,this.key=``,this.feedKey=``,this.askedAt=0,this.askedDay=``,this.isStale=!1,this.look=()=>{if(document.hidden||this.wanted===void 0||this.key===``)return;let e=jt(this.wanted.shop.time_zone,new Date)!==this.askedDay;(this.isStale||e)&&this.ask(this.wanted)},this.happened=()=>{if(this.isStale=!0,this.timer!==void 0)return;let e=Math.max(It,this.askedAt+Lt-Date.now());this.timer=setTimeout(()=>{this.timer=void 0,this.look()},e)},e.addController(this)}hostConnected(){document.addEventListener(`visibilitychange`,this.look),this.host.requestUpdate()}hostDisconnected(){document.removeEventListener(`visibilitychange`,this.look),clearTimeout(this.timer),clearTimeout(this.midnight),this.timer=void 0,this.unsubscribe(),this.key=``}want(e){let{shop:t,epoch:n,lineId:r,period:i}=e,a=`${t.entry_id} ${n}`,o=`${a} ${r??``} ${i}`;o!==this.key&&((this.wanted?.shop.entry_id!==t.entry_id||this.wanted.lineId!==r)&&(this.numbers=void 0),this.wanted=e,this.key=o,a!==this.feedKey&&(this.unsubscribe(),this.subscribe(e,a)),this.again())}again(){clearTimeout(this.timer),this.timer=void 0,this.isStale=!0,this.look()}async ask(e){let{key:t}=this,{shop:n,lineId:r,period:i}=e,a=Mt(i,n.time_zone,new Date);this.isStale=!1,this.askedAt=Date.now(),this.askedDay=a.until,this.waitForMidnight(n.time_zone);try{let i=r===void 0?{}:{line_id:r},o=await new P(e.connection,n.entry_id).numbers({...a,...i});if(t!==this.key)return;this.numbers=o,this.failure=void 0}catch(e){if(t!==this.key)return;this.failure=e}this.host.requestUpdate()}waitForMidnight(e){clearTimeout(this.midnight),this.midnight=setTimeout(()=>{this.waitForMidnight(e),this.look()},Nt(e,new Date)+It)}subscribe(e,t){this.feedKey=t;let n=new P(e.connection,e.shop.entry_id).subscribe(this.happened);this.stop=n,n.catch(()=>void 0)}unsubscribe(){this.stop?.then(e=>e()).catch(()=>void 0),this.stop=void 0,this.feedKey=``}},zt={already_decided:`Über diesen Anruf wurde schon entschieden`,answered:`Jemand nahm den Anruf an`,automatic_off:`Die automatische SMS ist aus: eine Automation entscheidet`,missed_closed:`Der Anruf wurde verpasst, während geschlossen war`,missed_open:`Der Anruf wurde während der Öffnungszeiten verpasst`,no_caller_id:`Der Anrufer unterdrückte seine Nummer`,not_a_phone_number:`An die Nummer des Anrufers kann keine SMS gehen`,opted_out:`Der Anrufer will keine SMS`,own_number:`Die Nummer ist einer Ihrer eigenen Anschlüsse`,requested:`Eine Automation oder ein Mensch bat um die SMS`,team:`Der Anrufer gehört zum Team`,texted_recently:`Der Anrufer bekam vor Kurzem schon eine SMS`,too_late:`Der Anruf wurde so spät bekannt, dass eine SMS nur verwirren würde: jemand sollte zurückrufen`,sensible_hours:`Beim Anrufer ist Nacht: die SMS wartet bis zum Morgen`,short_code:`Die Nummer des Anrufers ist eine Kurzwahl, die niemand liest`,blocked:`Der Anrufer steht auf Ihrer Sperrliste`,foreign:`Die Nummer gehört zu einem Land, in das Ihr Betrieb keine SMS sendet`,cannot_get_texts:`Nummern dieser Art können keine SMS bekommen`,landline:`Die Nummer ist ein Festnetzanschluss: jemand sollte zurückrufen`,outcome_off:`Auf Anrufe, die so enden, folgt nach Ihren Einstellungen keine SMS`,short_ring:`Der Anrufer legte sofort auf, wie nach einer falschen Nummer`,spoofed:`Das Netz konnte nicht bestätigen, dass der Anruf von dieser Nummer kam`,talking:`Sie und der Anrufer schrieben einander vor Kurzem`,people_talk:`Ein Mensch schreibt mit dem Anrufer, also schreibt keine Maschine`,reached:`Jemand sprach vor Kurzem mit dem Anrufer`,burst:`Viele unbekannte Anrufer eines Nummernblocks riefen auf einmal an: das sieht nach Betrug aus`,cap_caller:`Der Anrufer bekam heute so viele SMS, wie Sie erlauben`,cap_hour:`In dieser Stunde gingen so viele SMS hinaus, wie Sie erlauben`,no_whatsapp:`WhatsApp nimmt Worte nur einen Tag lang an, nachdem der Mensch dort zuletzt schrieb`,cap_day:`Heute gingen so viele SMS hinaus, wie Sie erlauben`,budget:`Das Monatsbudget für SMS ist aufgebraucht`,called_again:`Der Anrufer rief noch einmal an, bevor die SMS hinausging`,called_back:`Jemand rief zurück, bevor die SMS hinausging`,replied:`Der Anrufer schrieb, bevor die SMS hinausging`,delivered:`Die SMS kam doch an und wurde kein zweites Mal gesendet`},Bt={already_decided:`This call was already decided`,answered:`Somebody took the call`,automatic_off:`Automatic text-back is off, so an automation decides`,missed_closed:`The call was missed while the shop was closed`,missed_open:`The call was missed during opening hours`,no_caller_id:`The caller withheld their number`,not_a_phone_number:`The caller's number cannot be texted`,opted_out:`The caller asked not to be texted`,own_number:`The number is one of the shop's own lines`,requested:`An automation or a person asked for the text`,team:`The caller is on the team`,texted_recently:`The caller got a text-back a short time ago`,too_late:`The call was learnt of so late that a text would only puzzle the caller, so somebody ought to call back`,sensible_hours:`It is night where the caller is, so the text waits for the morning`,short_code:`The caller's number is a short code, which nobody reads`,blocked:`The caller is on the shop's block list`,foreign:`The caller's number is of a country that the shop does not text`,cannot_get_texts:`Numbers of this kind cannot get texts`,landline:`The number is a landline, so somebody ought to call back`,outcome_off:`Calls that end like this are not texted, by the shop's settings`,short_ring:`The caller hung up at once, as after a wrong number`,spoofed:`The network could not confirm that the call came from this number`,talking:`The shop and the caller wrote to each other a short time ago`,people_talk:`A person of the shop writes with the caller, so no machine does`,reached:`Somebody spoke with the caller a short time ago`,burst:`Many unknown callers of one block of numbers called at once, which looks like fraud`,cap_caller:`The caller got as many texts today as the shop allows`,cap_hour:`The shop sent as many texts this hour as it allows`,no_whatsapp:`WhatsApp takes words only within a day of what the person last wrote there`,cap_day:`The shop sent as many texts today as it allows`,budget:`The month's budget for texts is used up`,called_again:`The caller called again before the text went out`,called_back:`Somebody called them back before the text went out`,replied:`The caller wrote before the text went out`,delivered:`The text arrived after all, so it was not sent a second time`},Vt=R({en:Bt,es:{already_decided:`Ya se había decidido sobre esta llamada`,answered:`Alguien atendió la llamada`,automatic_off:`El mensaje automático está desactivado: decide una automatización`,missed_closed:`La llamada se perdió con el negocio cerrado`,missed_open:`La llamada se perdió en horario de apertura`,no_caller_id:`Quien llamó ocultó su número`,not_a_phone_number:`Al número de quien llamó no se le puede escribir`,opted_out:`Quien llamó pidió no recibir mensajes`,own_number:`El número es una de sus propias líneas`,requested:`Una automatización o una persona pidió el mensaje`,team:`Quien llamó es del equipo`,texted_recently:`Quien llamó recibió un mensaje hace poco`,too_late:`La llamada se supo tan tarde que un mensaje solo confundiría: alguien debería devolverla`,sensible_hours:`Donde está quien llamó es de noche: el mensaje espera a la mañana`,short_code:`El número de quien llamó es un número corto, que nadie lee`,blocked:`Quien llamó está en su lista de bloqueo`,foreign:`El número es de un país al que su negocio no escribe`,cannot_get_texts:`Los números de este tipo no reciben mensajes`,landline:`El número es un teléfono fijo: alguien debería llamar`,outcome_off:`Según sus ajustes, a las llamadas que acaban así no se les escribe`,short_ring:`Quien llamó colgó enseguida, como tras un número equivocado`,spoofed:`La red no pudo confirmar que la llamada viniera de este número`,talking:`Usted y quien llamó se escribieron hace poco`,people_talk:`Una persona escribe con quien llamó, así que ninguna máquina lo hace`,reached:`Alguien habló hace poco con quien llamó`,burst:`Muchos desconocidos de un mismo bloque de números llamaron a la vez, lo que parece un fraude`,cap_caller:`Quien llamó ya recibió hoy todos los mensajes que usted permite`,cap_hour:`En esta hora ya salieron todos los mensajes que usted permite`,no_whatsapp:`WhatsApp solo admite palabras durante un día desde lo último que la persona escribió allí`,cap_day:`Hoy ya salieron todos los mensajes que usted permite`,budget:`El presupuesto del mes para mensajes está agotado`,called_again:`Quien llamó volvió a llamar antes de que saliera el mensaje`,called_back:`Alguien devolvió la llamada antes de que saliera el mensaje`,replied:`Quien llamó escribió antes de que saliera el mensaje`,delivered:`El mensaje llegó al final, así que no se envió otra vez`},fr:{already_decided:`Cet appel avait déjà été traité`,answered:`Quelqu’un a pris l’appel`,automatic_off:`Le SMS automatique est désactivé : une automatisation décide`,missed_closed:`L’appel a été manqué pendant la fermeture`,missed_open:`L’appel a été manqué pendant les heures d’ouverture`,no_caller_id:`L’appelant a masqué son numéro`,not_a_phone_number:`Le numéro de l’appelant ne peut pas recevoir de SMS`,opted_out:`L’appelant a demandé à ne pas recevoir de SMS`,own_number:`Le numéro est l’une de vos propres lignes`,requested:`Une automatisation ou une personne a demandé le SMS`,team:`L’appelant fait partie de l’équipe`,texted_recently:`L’appelant a reçu un SMS il y a peu`,too_late:`L’appel a été connu si tard qu’un SMS ne ferait que dérouter : il faudrait rappeler`,sensible_hours:`Il fait nuit chez l’appelant : le SMS attend le matin`,short_code:`Le numéro de l’appelant est un numéro court, que personne ne lit`,blocked:`L’appelant est sur votre liste de blocage`,foreign:`Le numéro est d’un pays où vous n’envoyez pas de SMS`,cannot_get_texts:`Les numéros de ce type ne reçoivent pas de SMS`,landline:`Le numéro est une ligne fixe : il faudrait rappeler`,outcome_off:`Selon vos réglages, un appel qui finit ainsi n’est pas suivi d’un SMS`,short_ring:`L’appelant a raccroché aussitôt, comme après un faux numéro`,spoofed:`Le réseau n’a pas pu confirmer que l’appel venait de ce numéro`,talking:`Vous et l’appelant vous êtes écrit il y a peu`,people_talk:`Une personne écrit avec l’appelant : aucune machine n’écrit donc`,reached:`Quelqu’un a parlé avec l’appelant il y a peu`,burst:`Beaucoup d’inconnus d’un même bloc de numéros ont appelé à la fois, ce qui ressemble à une fraude`,cap_caller:`L’appelant a reçu aujourd’hui autant de SMS que vous l’autorisez`,cap_hour:`Autant de SMS que vous l’autorisez sont partis cette heure-ci`,no_whatsapp:`WhatsApp n’accepte des mots que pendant un jour après le dernier message de la personne`,cap_day:`Autant de SMS que vous l’autorisez sont partis aujourd’hui`,budget:`Le budget du mois pour les SMS est épuisé`,called_again:`L’appelant a rappelé avant le départ du SMS`,called_back:`Quelqu’un a rappelé avant le départ du SMS`,replied:`L’appelant a écrit avant le départ du SMS`,delivered:`Le SMS est finalement arrivé et n’a pas été renvoyé`},de:zt,it:{already_decided:`Su questa chiamata si era già deciso`,answered:`Qualcuno ha risposto alla chiamata`,automatic_off:`L’SMS automatico è disattivato: decide un’automazione`,missed_closed:`La chiamata è andata persa a negozio chiuso`,missed_open:`La chiamata è andata persa in orario di apertura`,no_caller_id:`Chi ha chiamato ha nascosto il numero`,not_a_phone_number:`Al numero di chi ha chiamato non si può scrivere`,opted_out:`Chi ha chiamato ha chiesto di non ricevere SMS`,own_number:`Il numero è una delle sue linee`,requested:`Un’automazione o una persona ha chiesto l’SMS`,team:`Chi ha chiamato è del team`,texted_recently:`Chi ha chiamato ha ricevuto un SMS poco fa`,too_late:`La chiamata si è saputa così tardi che un SMS confonderebbe soltanto: qualcuno dovrebbe richiamare`,sensible_hours:`Da chi ha chiamato è notte: l’SMS aspetta il mattino`,short_code:`Il numero di chi ha chiamato è un numero breve, che nessuno legge`,blocked:`Chi ha chiamato è nella sua lista di blocco`,foreign:`Il numero è di un Paese a cui non si mandano SMS`,cannot_get_texts:`I numeri di questo tipo non ricevono SMS`,landline:`Il numero è una linea fissa: qualcuno dovrebbe richiamare`,outcome_off:`Secondo le sue impostazioni, alle chiamate che finiscono così non segue un SMS`,short_ring:`Chi ha chiamato ha riattaccato subito, come dopo un numero sbagliato`,spoofed:`La rete non ha potuto confermare che la chiamata venisse da questo numero`,talking:`Lei e chi ha chiamato vi siete scritti poco fa`,people_talk:`Una persona scrive con chi ha chiamato, quindi nessuna macchina lo fa`,reached:`Qualcuno ha parlato poco fa con chi ha chiamato`,burst:`Molti sconosciuti di uno stesso blocco di numeri hanno chiamato insieme, il che sembra una frode`,cap_caller:`Chi ha chiamato ha ricevuto oggi tutti gli SMS che lei permette`,cap_hour:`In quest’ora sono partiti tutti gli SMS che lei permette`,no_whatsapp:`WhatsApp accetta parole solo per un giorno da quando la persona ha scritto lì`,cap_day:`Oggi sono partiti tutti gli SMS che lei permette`,budget:`Il budget del mese per gli SMS è esaurito`,called_again:`Chi ha chiamato ha richiamato prima che l’SMS partisse`,called_back:`Qualcuno ha richiamato prima che l’SMS partisse`,replied:`Chi ha chiamato ha scritto prima che l’SMS partisse`,delivered:`L’SMS è arrivato comunque, quindi non è stato inviato di nuovo`}});function Ht(e,t,n){return Ut(t)?Vt.of(e)(t):n}function Ut(e){return e!==null&&Object.hasOwn(Bt,e)}var Wt=`refused_`;async function B(e,t){if(tt(t))return z(e)(`lost_connection`);if(!nt(t))return t instanceof Error?t.message:String(t);let{translation_domain:n,translation_key:r,translation_placeholders:i}=t;if(n===void 0||r===void 0)return t.message;let a=Ht(e,Ke(e.locale.language)===`en`?null:Gt(t),null);return a===null?(await e.loadBackendTranslation(`exceptions`,n))(`component.${n}.exceptions.${r}.message`,i)||t.message:a}function Gt({translation_domain:e,translation_key:t}){return e===`missed_call_textback`&&t?.startsWith(Wt)?t.slice(8):null}var Kt=class extends _t{constructor(...e){super(...e),this.preview=!1,this.connectedWhileHidden=!0}setConfig(e){this.config=e}get wantedShop(){let{shop:e,line:t}=this.config??{};return e??this.hass?.devices[t??``]?.config_entries?.[0]}get usable(){let e=this.server.current?.status;return e===`ready`||e===`older`}chosenLine(e){let t=this.config?.line;return e.lines.find(e=>e.id===t||e.device_id===t)}get chosenShop(){let{shop:e,line:t}=this.config??{};if(e===void 0&&t!==void 0){let e=this.server.current?.shops.find(e=>this.chosenLine(e));if(e!==void 0)return e;if(this.closedShop!==void 0)return}return this.shop(e)}updated(e){super.updated(e);let t=this.chosenShop!==void 0||this.closedShop!==void 0,n=!this.preview&&this.usable&&!t;n!==this.hidden&&(this.hidden=n,this.dispatchEvent(new CustomEvent(`card-visibility-changed`,{detail:{value:!n},bubbles:!0,composed:!0})))}};F([j({type:Boolean})],Kt.prototype,`preview`,void 0),F([M()],Kt.prototype,`config`,void 0);var V=o`
  :host {
    color: var(--primary-text-color);
    --mct-gap: var(--ha-space-2, 8px);
    --mct-line: var(--divider-color, #e0e0e0);
    --mct-radius: var(--ha-border-radius-md, 8px);
    --mct-urgent: var(--error-color, #db4437);
    --mct-soft: var(--secondary-text-color);
    line-height: 1.4;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  /* Where the page is written from the other side than our words, each still reads in its own order. */
  p,
  span,
  button,
  h3,
  dt {
    unicode-bidi: plaintext;
  }
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
  }
  button {
    cursor: pointer;
  }
  button:disabled {
    cursor: default;
    opacity: 0.5;
  }
  :focus-visible {
    outline: 2px solid var(--primary-color);
    outline-offset: -2px;
  }
  .field,
  .action {
    min-block-size: 40px;
    border: 1px solid var(--mct-line);
    border-radius: var(--mct-radius);
    padding: 8px 12px;
    background: var(--card-background-color, #fff);
    max-inline-size: 100%;
  }
  .action {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    color: var(--primary-text-color);
    font-weight: 500;
    text-decoration: none;
  }
  .action:not(:disabled):hover {
    background: color-mix(
      in srgb,
      var(--primary-text-color) 6%,
      var(--card-background-color, #fff)
    );
  }
  .action.main {
    border-color: var(--primary-color);
    background: color-mix(in srgb, var(--primary-color) 14%, var(--card-background-color, #fff));
  }
  .action.bare {
    border-color: transparent;
    background: none;
    min-inline-size: 40px;
    padding: 8px;
  }
  .small {
    color: var(--mct-soft);
    font-size: 12px;
  }
  .notice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mct-gap);
    margin: 0;
    padding: 8px 16px;
    border-block-end: 1px solid var(--mct-line);
    background: color-mix(in srgb, var(--warning-color, #ffa600) 14%, transparent);
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`,H=class extends Kt{constructor(...e){super(...e),this.refusal=``}follow(e,t){let n=this.server.current,r=this.chosenShop;this.hass!==void 0&&n!==void 0&&r!==void 0&&this.usable&&this.isConnected&&(e.want({connection:this.hass.connection,epoch:n.epoch,shop:r,lineId:this.chosenLine(r)?.id,period:t}),this.explain(e.failure))}refused(e,t){return this.refusal===``?E:w`<p class="notice" role="alert">
      ${this.refusal}
      <button
        @click=${()=>{t.again()}}
      >
        ${z(e)(`again`)}
      </button>
    </p>`}heading(e,t){let n=this.chosenLine(t);return w`<h2 id="title">
      ${e}${n===void 0?E:w` · <bdi>${n.name}</bdi>`}
    </h2>`}explain(e){if(e===this.refusedFor||this.hass===void 0)return;if(this.refusedFor=e,e===void 0){this.refusal=``;return}let t=z(this.hass);B(this.hass,e).then(n=>{this.refusedFor===e&&(this.refusal=t(`failed`,{why:n}))})}render(){let{hass:e,config:t}=this;if(e===void 0||t===void 0)return E;let n=this.chosenShop;return n===void 0?this.withoutShop(e):w`<ha-card>${this.notice(e)}${this.body(e,n,t)}</ha-card>`}withoutShop(e){let t=this.server.current?.status===`away`?`away`:`loading`,n=z(e),r=this.closedShop;return w`<ha-card><p class="soft" role="status">${r===void 0?n(this.usable?`no_shop`:t):n(`closed_shop`,{shop:r.title})}</p></ha-card>`}notice(e){let t=z(e),{status:n}=this.server.current??{};return n===`older`?w`<p class="notice" role="status">
        ${t(`older`)}
        <button
          @click=${()=>{location.reload()}}
        >
          ${t(`reload`)}
        </button>
      </p>`:n===`away`?w`<p class="notice" role="status">${t(`away`)}</p>`:E}static{this.cardStyles=[V,o`
      :host {
        display: block;
        block-size: 100%;
      }
      /* Words read in their own order, and all stand on the side where the page begins. */
      h2,
      label,
      li {
        unicode-bidi: plaintext;
      }
      :host(:dir(rtl)) {
        text-align: right;
      }
      ha-card {
        block-size: 100%;
        padding: 16px;
        display: flex;
        flex-direction: column;
        gap: 12px;
        overflow: hidden auto;
      }
      h2 {
        margin: 0;
        font-size: var(--ha-font-size-l, 16px);
        font-weight: 500;
        line-height: 1.5;
      }
      p {
        margin: 0;
      }
      .soft {
        color: var(--mct-soft);
        font-size: 13px;
      }
      .notice {
        padding: 8px 12px;
        border: 1px solid color-mix(in srgb, var(--warning-color, #ffa600) 50%, transparent);
        border-radius: var(--mct-radius);
        background: color-mix(in srgb, var(--warning-color, #ffa600) 12%, transparent);
      }
      .notice button {
        border: 0;
        padding: 4px 8px;
        background: none;
        font-weight: 500;
        text-decoration: underline;
      }
    `]}};F([M()],H.prototype,`refusal`,void 0);function qt(e,t,n=()=>void 0){let r=Et(document.documentElement.lang||navigator.language);return{schema:[{name:`shop`,selector:{config_entry:{integration:`missed_call_textback`}}},{name:`line`,selector:{device:{filter:{integration:`missed_call_textback`,model:`Phone line`}}}},...e],computeLabel:({name:e})=>e===`shop`?r(`option_shop`):e===`line`?r(`option_line`):t(e)??e,computeHelper:({name:e})=>e===`line`?r(`option_line_hint`):n(e)}}function Jt(e){return(t,n)=>{let r=t.entities[n];if(r?.platform!==`missed_call_textback`)return null;let i=t.devices[r.device_id??``]?.config_entries?.[0];return{config:{type:`custom:${e}`,...i===void 0?{}:{shop:i}}}}}var Yt=`missed-call-textback-heat-map`,Xt=90,Zt=class extends H{constructor(...e){super(...e),this.at={row:0,column:0},this.numbers=new Rt(this)}getCardSize(){return 8}getGridOptions(){return{columns:12,min_columns:6,rows:`auto`}}static getStubConfig(){return{}}static getConfigForm(){return qt([{name:`period`,selector:{select:{mode:`dropdown`,options:Ft()}}}],()=>vt.ofPage()(`option_period`))}willUpdate(e){super.willUpdate(e),this.follow(this.numbers,At(this.config?.period,Xt))}body(e,t,n){let r=vt.of(e),{numbers:i}=this.numbers,a=L(e),o=Pt(At(n.period,Xt),(e,t)=>a.number(e,t));return w`${this.heading(r(`title`),t)} ${this.refused(e,this.numbers)}
      ${i===void 0?w`<p class="soft">${this.refusal===``?z(e)(`loading`):E}</p>`:this.map(e,new Be(i.heat),r)}
      <p class="soft">${r(`than`,{period:o})}</p>`}map(e,t,n){let r=new wt(e.locale),i=L(e),{week:a}=r,o=Math.min(this.at.row,t.hours.length-1);return w`<p>${Qt(t,r,n)}</p>
      <table role="grid" aria-labelledby="title" @keydown=${this.walk}>
        <thead>
          <tr>
            <th scope="col"><span class="unseen">${n(`hour`)}</span></th>
            ${a.map(e=>w`<th scope="col" abbr=${r.weekday(e,`long`)}>
                  ${r.weekday(e,`short`)}
                </th>`)}
          </tr>
        </thead>
        <tbody>
          ${t.hours.map((e,s)=>w`<tr>
                <th scope="row"><bdi>${r.hour(e)}</bdi></th>
                ${a.map((a,c)=>{let l=t.at({weekday:a,hour:e}),u=n(`cell`,{when:r.hourOfWeek(a,e),n:l});return w`<td
                    role="gridcell"
                    aria-label=${u}
                    title=${u}
                    tabindex=${s===o&&c===this.at.column?0:-1}
                    style="--strength:${t.strength({weekday:a,hour:e})}"
                    @focus=${()=>{this.at={row:s,column:c}}}
                  >
                    ${l===0?E:i.number(l)}
                  </td>`})}
              </tr>`)}
        </tbody>
      </table>`}walk(e){let t=[...this.renderRoot.querySelectorAll(`tbody tr`)],n=getComputedStyle(this).direction===`rtl`,r={rows:t.length,columns:7},i=Ve(e.key,this.at,r,n);i!==void 0&&(e.preventDefault(),t[i.row]?.querySelectorAll(`td`)[i.column]?.focus())}static{this.styles=[H.cardStyles,o`
      table {
        inline-size: 100%;
        table-layout: fixed;
        border-spacing: 2px;
      }
      th {
        padding: 0;
        color: var(--mct-soft);
        font-size: 12px;
        font-weight: 400;
        white-space: nowrap;
      }
      [scope="row"] {
        text-align: end;
        padding-inline-end: 6px;
      }
      th:first-child {
        inline-size: 52px;
      }
      td {
        block-size: 24px;
        padding: 0;
        border-radius: 4px;
        text-align: center;
        font-size: 12px;
        font-variant-numeric: tabular-nums;
        /* No stronger than the text on it stays readable, in light and dark themes. */
        background: color-mix(
          in srgb,
          var(--primary-color) calc(var(--strength) * 50%),
          color-mix(in srgb, var(--primary-text-color) 5%, transparent)
        );
      }
    `]}};F([M()],Zt.prototype,`at`,void 0);function Qt(e,t,n){if(e.total<10)return n(`few`);let[r,i]=e.peaks.map(e=>t.hourOfWeek(e.weekday,e.hour));return r===void 0?n(`no_peak`):i===void 0?n(`peak`,{when:r}):n(`peaks`,{when:r,other:i})}var $t=`missed-call-textback-inbox`,en=700,tn=class extends Kt{constructor(...e){super(...e),this.narrow=!0,this.stepped=()=>{this.narrow&&(this.threadId=nn(history.state)?history.state.missedCallTextback:void 0)}}getCardSize(){return 9}getGridOptions(){return{columns:12,min_columns:6,rows:9,min_rows:5}}static getStubConfig(){return{}}static getConfigForm(){return qt([],()=>void 0)}connectedCallback(){super.connectedCallback(),window.addEventListener(`popstate`,this.stepped),`ResizeObserver`in window&&(this.observer=new ResizeObserver(([e])=>{this.narrow=(e?.contentRect.width??0)<en}),this.observer.observe(this))}disconnectedCallback(){super.disconnectedCallback(),window.removeEventListener(`popstate`,this.stepped),this.observer?.disconnect()}render(){let{hass:e,config:t}=this;if(e===void 0||t===void 0)return E;let n=this.chosenShop;return w`<ha-card>
      ${n===void 0?w`<p role="status">${this.withoutShop(e)}</p>`:w`<mctb-inbox
              .hass=${e}
              .entryId=${n.entry_id}
              .lineId=${this.lineIn(n)}
              .threadId=${this.threadId}
              ?narrow=${this.narrow}
              @conversation=${e=>{this.open(e.detail??void 0)}}
            ></mctb-inbox>`}
    </ha-card>`}withoutShop(e){let t=z(e),n=this.closedShop;return n===void 0?this.server.current?.status===`away`?t(`away`):this.preview?t(`no_shop`):E:t(`closed_shop`,{shop:n.title})}lineIn(e){return this.chosenLine(e)?.id??this.config?.line}open(e){if(e===void 0&&nn(history.state))history.back();else{if(e!==void 0&&this.narrow&&this.threadId===void 0){let t={missedCallTextback:e};history.pushState({...history.state,...t},``)}this.threadId=e}}static{this.styles=[V,o`
      :host {
        display: block;
        block-size: 100%;
      }
      ha-card {
        block-size: 100%;
        min-block-size: 320px;
        max-block-size: 90vh;
        overflow: hidden;
      }
      p {
        padding: 16px;
      }
    `]}};F([M()],tn.prototype,`narrow`,void 0),F([M()],tn.prototype,`threadId`,void 0);function nn(e){return typeof e==`object`&&!!e&&`missedCallTextback`in e}function rn(e){return e.filter(e=>e.sent>0).map(({name:e,sent:t,replied:n,low:r,high:i})=>({name:e,sent:t,replied:n,low:r??0,high:i??100})).sort((e,t)=>t.replied/t.sent-e.replied/e.sent)}function an(e){let[t,...n]=e;return t===void 0?{kind:`none`}:n.length===0?{kind:`alone`}:n.every(e=>e.high<t.low)?{kind:`decided`,name:t.name}:{kind:`undecided`}}var U=R({en:{card_name:`Missed calls: what was won back`,card_description:`Who waits, what was recovered, and how it goes month by month.`,title:`Won back`,tile_waiting:`Waiting now`,tile_recovered_today:`Recovered today`,tile_missed:`Missed calls`,tile_recovery_rate:`Recovery rate`,tile_revenue:`Revenue recovered`,tile_booked:`Booked`,tile_callback:`Time to call back`,tile_coverage:`Texted within 30 s`,tile_lost:`Lost`,tile_score:`Recovery score`,not_enough:`Not enough calls yet`,better:`{change}, better`,worse:`{change}, worse`,same:`as before`,points:{one:`{change} point`,other:`{change} points`},than:`Compared with the {period} before; today with yesterday.`,period:`Period`,urgent:{one:`{n} of them urgent`,other:`{n} of them urgent`},to_call_back:{one:`{n} more to call back`,other:`{n} more to call back`},trend:`The last 12 months`,no_trend:`The months will show here once calls have been missed.`,month:`Month`,missed:`Missed`,recovered:`Recovered`,of_month:`{month}: {missed} missed, {recovered} recovered`,details:`Lines, texts and months`,lines:`By line`,line:`Line`,rate:`Rate`,templates:`Which text gets replies?`,replied_to:{one:`{replied} of {n} caller replied`,other:`{replied} of {n} callers replied`},range:`the true share likely lies between {low} and {high}`,no_template:`No text has gone out yet.`,undecided:`The bars overlap: it may be chance that one got more replies. Wait for more calls.`,decided:`“{name}” gets more replies than the others.`,left_out:{one:`{n} missed call is left out: of your team, spam, without a number, or of somebody who wants no texts.`,other:`{n} missed calls are left out: of your team, spam, without a number, or of people who want no texts.`},option_tiles:`Tiles`,option_tiles_all:`None chosen: all of them`,option_period:`Period at first`},es:{card_name:`Llamadas perdidas: lo recuperado`,card_description:`Quién espera, qué se recuperó y cómo va mes a mes.`,title:`Recuperado`,tile_waiting:`Esperan ahora`,tile_recovered_today:`Recuperados hoy`,tile_missed:`Llamadas perdidas`,tile_recovery_rate:`Tasa de recuperación`,tile_revenue:`Ingresos recuperados`,tile_booked:`Citas`,tile_callback:`Tiempo en devolver la llamada`,tile_coverage:`SMS en menos de 30 s`,tile_lost:`Perdidos`,tile_score:`Nota de recuperación`,not_enough:`Aún hay pocas llamadas`,better:`{change}, mejor`,worse:`{change}, peor`,same:`como antes`,points:{one:`{change} punto`,other:`{change} puntos`},than:`En comparación con los {period} anteriores; hoy, con ayer.`,period:`Periodo`,urgent:{one:`{n} urgente`,other:`{n} urgentes`},to_call_back:{one:`{n} más por llamar`,other:`{n} más por llamar`},trend:`Los últimos 12 meses`,no_trend:`Aquí se verán los meses cuando haya llamadas perdidas.`,month:`Mes`,missed:`Perdidas`,recovered:`Recuperadas`,of_month:`{month}: {missed} perdidas, {recovered} recuperadas`,details:`Líneas, textos y meses`,lines:`Por línea`,line:`Línea`,rate:`Tasa`,templates:`¿Qué texto recibe respuestas?`,replied_to:{one:`{replied} de {n} respondió`,other:`{replied} de {n} respondieron`},range:`la proporción real está probablemente entre {low} y {high}`,no_template:`Aún no salió ningún texto.`,undecided:`Las barras se solapan: que uno reciba más respuestas puede ser casualidad. Espere a tener más llamadas.`,decided:`«{name}» recibe más respuestas que los demás.`,left_out:{one:`{n} llamada perdida no cuenta: de su equipo, spam, sin número o de alguien que no quiere SMS.`,other:`{n} llamadas perdidas no cuentan: de su equipo, spam, sin número o de quienes no quieren SMS.`},option_tiles:`Mosaicos`,option_tiles_all:`Ninguno elegido: todos`,option_period:`Periodo inicial`},fr:{card_name:`Appels manqués : ce qui a été récupéré`,card_description:`Qui attend, ce qui a été récupéré et l'évolution mois par mois.`,title:`Récupérés`,tile_waiting:`En attente`,tile_recovered_today:`Récupérés aujourd'hui`,tile_missed:`Appels manqués`,tile_recovery_rate:`Taux de récupération`,tile_revenue:`Chiffre récupéré`,tile_booked:`Rendez-vous`,tile_callback:`Délai de rappel`,tile_coverage:`SMS en moins de 30 s`,tile_lost:`Perdus`,tile_score:`Note de récupération`,not_enough:`Pas encore assez d'appels`,better:`{change}, mieux`,worse:`{change}, moins bien`,same:`comme avant`,points:{one:`{change} point`,other:`{change} points`},than:`Par rapport aux {period} d'avant ; aujourd'hui, à hier.`,period:`Période`,urgent:{one:`dont {n} urgent`,other:`dont {n} urgents`},to_call_back:{one:`encore {n} à rappeler`,other:`encore {n} à rappeler`},trend:`Les 12 derniers mois`,no_trend:`Les mois s'afficheront ici dès qu'il y aura des appels manqués.`,month:`Mois`,missed:`Manqués`,recovered:`Récupérés`,of_month:`{month} : {missed} manqués, {recovered} récupérés`,details:`Lignes, textes et mois`,lines:`Par ligne`,line:`Ligne`,rate:`Taux`,templates:`Quel texte obtient des réponses ?`,replied_to:{one:`{replied} appelant sur {n} a répondu`,other:`{replied} appelants sur {n} ont répondu`},range:`la part réelle se situe sans doute entre {low} et {high}`,no_template:`Aucun texte n'est encore parti.`,undecided:`Les barres se chevauchent : qu'un texte ait plus de réponses peut être un hasard. Attendez plus d'appels.`,decided:`« {name} » obtient plus de réponses que les autres.`,left_out:{one:`{n} appel manqué n'est pas compté : de votre équipe, indésirable, sans numéro ou d'une personne qui ne veut pas de SMS.`,other:`{n} appels manqués ne sont pas comptés : de votre équipe, indésirables, sans numéro ou de personnes qui ne veulent pas de SMS.`},option_tiles:`Tuiles`,option_tiles_all:`Aucune choisie : toutes`,option_period:`Période au départ`},de:{card_name:`Verpasste Anrufe: was zurückgewonnen wurde`,card_description:`Wer wartet, was zurückgewonnen wurde und wie es Monat für Monat läuft.`,title:`Zurückgewonnen`,tile_waiting:`Warten jetzt`,tile_recovered_today:`Heute zurückgewonnen`,tile_missed:`Verpasste Anrufe`,tile_recovery_rate:`Rückgewinnung`,tile_revenue:`Geretteter Umsatz`,tile_booked:`Termine`,tile_callback:`Zeit bis zum Rückruf`,tile_coverage:`SMS in 30 s`,tile_lost:`Verloren`,tile_score:`Gesamtnote`,not_enough:`Noch zu wenige Anrufe`,better:`{change}, besser`,worse:`{change}, schlechter`,same:`wie zuvor`,points:{one:`{change} Punkt`,other:`{change} Punkte`},than:`Verglichen mit: {period} davor; heute mit gestern.`,period:`Zeitraum`,urgent:{one:`davon {n} dringend`,other:`davon {n} dringend`},to_call_back:{one:`noch {n} zurückzurufen`,other:`noch {n} zurückzurufen`},trend:`Die letzten 12 Monate`,no_trend:`Hier stehen die Monate, sobald Anrufe verpasst wurden.`,month:`Monat`,missed:`Verpasst`,recovered:`Zurückgewonnen`,of_month:`{month}: {missed} verpasst, {recovered} zurückgewonnen`,details:`Anschlüsse, Texte und Monate`,lines:`Nach Anschluss`,line:`Anschluss`,rate:`Quote`,templates:`Welcher Text bekommt Antworten?`,replied_to:{one:`{replied} von {n} Anrufer antwortete`,other:`{replied} von {n} Anrufern antworteten`},range:`der wahre Anteil liegt wohl zwischen {low} und {high}`,no_template:`Noch ging kein Text hinaus.`,undecided:`Die Balken überschneiden sich: dass einer mehr Antworten bekam, kann Zufall sein. Warten Sie mehr Anrufe ab.`,decided:`„{name}“ bekommt mehr Antworten als die anderen.`,left_out:{one:`{n} verpasster Anruf zählt nicht mit: vom Team, Spam, ohne Nummer oder von jemandem, der keine SMS will.`,other:`{n} verpasste Anrufe zählen nicht mit: vom Team, Spam, ohne Nummer oder von Leuten, die keine SMS wollen.`},option_tiles:`Kacheln`,option_tiles_all:`Keine gewählt: alle`,option_period:`Zeitraum zu Beginn`},it:{card_name:`Chiamate perse: che cosa è stato recuperato`,card_description:`Chi aspetta, che cosa è stato recuperato e come va mese per mese.`,title:`Recuperati`,tile_waiting:`In attesa ora`,tile_recovered_today:`Recuperati oggi`,tile_missed:`Chiamate perse`,tile_recovery_rate:`Tasso di recupero`,tile_revenue:`Incasso recuperato`,tile_booked:`Appuntamenti`,tile_callback:`Tempo per richiamare`,tile_coverage:`SMS entro 30 s`,tile_lost:`Persi`,tile_score:`Voto di recupero`,not_enough:`Ancora poche chiamate`,better:`{change}, meglio`,worse:`{change}, peggio`,same:`come prima`,points:{one:`{change} punto`,other:`{change} punti`},than:`Rispetto ai {period} precedenti; oggi, rispetto a ieri.`,period:`Periodo`,urgent:{one:`di cui {n} urgente`,other:`di cui {n} urgenti`},to_call_back:{one:`ancora {n} da richiamare`,other:`ancora {n} da richiamare`},trend:`Gli ultimi 12 mesi`,no_trend:`I mesi appariranno qui quando ci saranno chiamate perse.`,month:`Mese`,missed:`Perse`,recovered:`Recuperate`,of_month:`{month}: {missed} perse, {recovered} recuperate`,details:`Linee, testi e mesi`,lines:`Per linea`,line:`Linea`,rate:`Tasso`,templates:`Quale testo riceve risposte?`,replied_to:{one:`{replied} su {n} ha risposto`,other:`{replied} su {n} hanno risposto`},range:`la quota reale è probabilmente fra {low} e {high}`,no_template:`Non è ancora partito nessun testo.`,undecided:`Le barre si sovrappongono: che uno riceva più risposte può essere un caso. Aspetti altre chiamate.`,decided:`«{name}» riceve più risposte degli altri.`,left_out:{one:`{n} chiamata persa non conta: del suo team, spam, senza numero o di chi non vuole SMS.`,other:`{n} chiamate perse non contano: del suo team, spam, senza numero o di chi non vuole SMS.`},option_tiles:`Riquadri`,option_tiles_all:`Nessuno scelto: tutti`,option_period:`Periodo iniziale`}});function on(e,t){let n=U.of(e),r=L(e),i=Object.values(t.left_out).reduce((e,t)=>e+t,0);return w`<details>
    <summary><span>${n(`details`)}</span></summary>
    ${t.lines.length>1?sn(t.lines,n,r):E}
    <h3>${n(`templates`)}</h3>
    ${cn(rn(t.templates),n,r)}
    <h3>${n(`trend`)}</h3>
    ${ln(t.months,n,r,new wt(e.locale))}
    ${i>0?w`<p class="soft">${n(`left_out`,{n:i})}</p>`:E}
  </details>`}function sn(e,t,n){let r=e=>e==null?`–`:n.number(e);return w`<h3>${t(`lines`)}</h3>
    <table>
      <tr>
        <th scope="col">${t(`line`)}</th>
        <th scope="col">${t(`missed`)}</th>
        <th scope="col">${t(`recovered`)}</th>
        <th scope="col">${t(`rate`)}</th>
      </tr>
      ${e.map(({name:e,figures:t})=>w`<tr>
            <th scope="row"><bdi>${e}</bdi></th>
            <td>${r(t.missed)}</td>
            <td>${r(t.recovered)}</td>
            <td>${t.recovery_rate==null?`–`:n.percent(t.recovery_rate)}</td>
          </tr>`)}
    </table>`}function cn(e,t,n){let r=an(e);return r.kind===`none`?w`<p class="soft">${t(`no_template`)}</p>`:w`<ul>
      ${e.map(e=>w`<li>
            <bdi class="name">${e.name}</bdi>
            <span class="range" aria-hidden="true">
              <span
                style="inset-inline-start:${e.low}%;inline-size:${e.high-e.low}%"
              ></span>
              <b style="inset-inline-start:${100*e.replied/e.sent}%"></b>
            </span>
            <span class="soft"
              >${t(`replied_to`,{n:e.sent,replied:n.number(e.replied)})};
              ${t(`range`,{low:n.percent(e.low),high:n.percent(e.high)})}</span
            >
          </li>`)}
    </ul>
    ${r.kind===`alone`?E:w`<p>
            ${r.kind===`decided`?t(`decided`,{name:r.name}):t(`undecided`)}
          </p>`}`}function ln(e,t,n,r){return w`<table>
    <tr>
      <th scope="col">${t(`month`)}</th>
      <th scope="col">${t(`missed`)}</th>
      <th scope="col">${t(`recovered`)}</th>
    </tr>
    ${e.map(({month:e,missed:t,recovered:i})=>w`<tr>
          <th scope="row">${r.month(e,`long`)}</th>
          <td>${n.number(t)}</td>
          <td>${n.number(i)}</td>
        </tr>`)}
  </table>`}var un=o`
  summary {
    cursor: pointer;
    padding-block: 8px;
    font-weight: 500;
  }
  h3 {
    margin-block: 12px 4px;
    font-size: 14px;
    font-weight: 500;
  }
  details p,
  details ul {
    margin-block: 4px 8px;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding-block: 4px;
    border-block-end: 1px solid var(--mct-line);
    font-weight: 400;
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  th:first-child {
    text-align: start;
  }
  [scope="col"] {
    color: var(--mct-soft);
    font-size: 12px;
  }
  ul {
    list-style: none;
    padding: 0;
  }
  li {
    display: grid;
    gap: 4px;
    padding-block: 6px;
  }
  .range {
    position: relative;
    block-size: 12px;
    border-radius: 6px;
    background: color-mix(in srgb, var(--primary-text-color) 8%, transparent);
  }
  .range > * {
    position: absolute;
    inset-block: 0;
    border-radius: 6px;
    background: color-mix(in srgb, var(--primary-color) 50%, transparent);
  }
  .range > b {
    inline-size: 3px;
    margin-inline-start: -1px;
    background: var(--primary-text-color);
  }
`,dn={waiting:{figure:`waiting`,kind:`count`,icon:`mdi:account-clock`,better:-1},recovered_today:{figure:`recovered_today`,kind:`count`,icon:`mdi:account-check`,better:1},missed:{figure:`missed`,kind:`count`,icon:`mdi:phone-missed`,better:-1},recovery_rate:{figure:`recovery_rate`,kind:`percent`,icon:`mdi:phone-return`,better:1},revenue:{figure:`revenue`,kind:`money`,icon:`mdi:cash-check`,better:1},booked:{figure:`booked`,kind:`count`,icon:`mdi:calendar-check`,better:1},callback:{figure:`callback_seconds`,kind:`duration`,icon:`mdi:phone-outgoing`,better:-1},coverage:{figure:`coverage`,kind:`percent`,icon:`mdi:message-flash`,better:1},lost:{figure:`lost`,kind:`count`,icon:`mdi:account-remove`,better:-1},score:{figure:`score`,kind:`points`,icon:`mdi:star-circle`,better:1}},fn=Object.keys(dn);function pn(e){let t=Array.isArray(e)?fn.filter(t=>e.includes(t)):[];return t.length>0?t:fn}function mn(e,t,n){let r=dn[e],i=hn(r,t);return{name:e,icon:r.icon,value:i.value===null?null:(e=>gn(e,r.kind,t.currency,n))(i.value),change:_n(i,r,t.currency,n)}}function hn(e,t){return e.figure===`waiting`?{value:t.now.waiting,previous:null}:t.figures[e.figure]??{value:null,previous:null}}function gn(e,t,n,r){switch(t){case`percent`:return r.percent(e);case`money`:return r.money(e,n);case`duration`:return r.duration(e);default:return r.number(e,{maximumFractionDigits:0})}}function _n(e,t,n,r){let{kind:i,better:a}=t;if(e.value===null||e.previous===null)return null;let o=i===`percent`||i===`points`,s=e=>o?Math.round(e):e,c=s(e.value),l=s(e.previous);if(gn(c,i,n,r)===gn(l,i,n,r))return{way:`same`,verdict:`same`,words:``,points:null};let u=c-l,d=gn(Math.abs(u),o?`points`:i,n,r);return{way:u>0?`up`:`down`,verdict:u*a>0?`better`:`worse`,words:`${u>0?`+`:`−`}${d}`,points:o?Math.abs(u):null}}var vn=`missed-call-textback-recovery`,yn={up:`▲`,down:`▼`,same:`=`},bn=class extends H{constructor(...e){super(...e),this.period=30,this.numbers=new Rt(this)}setConfig(e){super.setConfig(e),this.period=At(e.period)}getCardSize(){return 8}getGridOptions(){return{columns:12,min_columns:6,rows:`auto`}}static getStubConfig(){return{}}static getConfigForm(){let e=U.ofPage();return qt([{name:`period`,selector:{select:{mode:`dropdown`,options:Ft()}}},{name:`tiles`,selector:{select:{multiple:!0,mode:`list`,options:fn.map(t=>({value:t,label:e(`tile_${t}`)}))}}}],t=>e(t===`tiles`?`option_tiles`:`option_period`),t=>t===`tiles`?e(`option_tiles_all`):void 0)}willUpdate(e){super.willUpdate(e),this.follow(this.numbers,this.period)}body(e,t,n){let r=U.of(e),{numbers:i}=this.numbers;return w`<header>${this.heading(r(`title`),t)} ${this.choice(e,r)}</header>
      ${this.refused(e,this.numbers)}
      ${i===void 0?w`<p class="soft">${this.refusal===``?z(e)(`loading`):E}</p>`:this.told(e,i,n,r)}`}choice(e,t){let n=L(e);return w`<div class="choice" role="group" aria-label=${t(`period`)}>
      ${Dt.map(e=>w`<button
            aria-pressed=${e===this.period}
            @click=${()=>{this.period=e}}
          >
            ${Pt(e,(e,t)=>n.number(e,t))}
          </button>`)}
    </div>`}told(e,t,n,r){let i=L(e),a=Pt(this.period,(e,t)=>i.number(e,t));return w`<ul class="tiles">
        ${pn(n.tiles).map(e=>this.tile(mn(e,t,i),t,r))}
      </ul>
      <p class="soft">${r(`than`,{period:a})}</p>
      <mctb-trend .hass=${e} .months=${t.months}></mctb-trend>
      ${on(e,t)}`}tile(e,t,n){return w`<li>
      <span class="name"
        ><ha-icon icon=${e.icon} aria-hidden="true"></ha-icon>${n(`tile_${e.name}`)}</span
      >
      ${e.value===null?w`<span class="none">${n(`not_enough`)}</span>`:w`<bdi class="value">${e.value}</bdi>`}
      ${e.name===`waiting`?this.waiting(t,n):this.change(e,n)}
    </li>`}waiting({now:e},t){return e.urgent>0?w`<span class="change worse"
        ><span aria-hidden="true">!</span> ${t(`urgent`,{n:e.urgent})}</span
      >`:e.to_call_back===0?E:w`<span class="change">${t(`to_call_back`,{n:e.to_call_back})}</span>`}change({change:e},t){if(e===null)return E;let{points:n}=e,r=n===null?e.words:t(`points`,{n,change:e.words}),i=e.verdict===`same`?t(`same`):t(e.verdict,{change:r});return w`<span class="change ${e.verdict}"
      ><span aria-hidden="true">${yn[e.way]}</span> ${i}</span
    >`}static{this.styles=[H.cardStyles,un,o`
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 8px 16px;
      }
      .choice {
        display: flex;
        flex-wrap: wrap;
        border: 1px solid var(--mct-line);
        border-radius: 999px;
        overflow: hidden;
      }
      .choice button {
        border: 0;
        padding: 6px 10px;
        background: none;
        font-size: 13px;
        border-radius: 999px;
      }
      .choice [aria-pressed="true"] {
        background: color-mix(in srgb, var(--primary-color) 20%, transparent);
        font-weight: 500;
      }
      .tiles {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(140px, 1fr));
        gap: 8px;
        margin: 0;
      }
      .tiles li {
        display: flex;
        flex-direction: column;
        gap: 2px;
        padding: 10px 12px;
        border: 1px solid var(--mct-line);
        border-radius: var(--mct-radius);
      }
      .tiles .name {
        display: flex;
        gap: 6px;
        align-items: center;
        color: var(--mct-soft);
        font-size: 13px;
      }
      ha-icon {
        --mdc-icon-size: 18px;
      }
      .value {
        font-size: 24px;
        line-height: 32px;
        font-weight: 500;
        font-variant-numeric: tabular-nums;
      }
      .none,
      .change {
        color: var(--mct-soft);
        font-size: 13px;
      }
      .none {
        line-height: 32px;
      }
      .better > span {
        color: var(--success-color, #43a047);
      }
      .worse > span {
        color: var(--mct-urgent);
      }
    `]}};F([M()],bn.prototype,`period`,void 0);function xn(e,t,n,r){let{decision:i,held_until:a,segments:o,cost:s,currency:c}=e,l=i===`hold`&&a!==null?n(`hold`,{when:t.moment(a,r)}):n(i===`skip`?`skip`:`text_back`),u=t.number(s,{style:`currency`,currency:c,maximumFractionDigits:4});return{title:l,cost:s>0?n(`cost`,{n:o,price:u}):n(`texts`,{n:o})}}var Sn=R({en:{card_name:`Missed calls: simulate one`,card_description:`What a missed call would lead to, and why. Nothing is sent.`,title:`Simulate a missed call`,promise:`Nothing is sent, and nothing is kept.`,number:`Caller's number`,line:`Line`,at:`When (empty: now)`,ask:`Show what would happen`,number_missing:`Type the number of a caller.`,no_line:`The shop has no line yet. Add a number to it, then try it here.`,text_back:`Texted at once`,hold:`Texted later: {when}`,skip:`Not texted`,words:`The text`,cost:{one:`{n} text, {price}`,other:`{n} texts, {price}`},texts:{one:`{n} text`,other:`{n} texts`}},es:{card_name:`Llamadas perdidas: simular una`,card_description:`Qué seguiría a una llamada perdida y por qué. No se envía nada.`,title:`Simular una llamada perdida`,promise:`No se envía ni se guarda nada.`,number:`Número de quien llama`,line:`Línea`,at:`Cuándo (vacío: ahora)`,ask:`Ver qué pasaría`,number_missing:`Escriba el número de quien llama.`,no_line:`El negocio todavía no tiene ninguna línea. Añádale un número y pruébelo aquí.`,text_back:`Recibe un SMS enseguida`,hold:`Recibe un SMS más tarde: {when}`,skip:`No recibe ningún SMS`,words:`El SMS`,cost:{one:`{n} SMS, {price}`,other:`{n} SMS, {price}`},texts:{one:`{n} SMS`,other:`{n} SMS`}},fr:{card_name:`Appels manqués : en simuler un`,card_description:`Ce qui suivrait un appel manqué, et pourquoi. Rien n'est envoyé.`,title:`Simuler un appel manqué`,promise:`Rien n'est envoyé ni conservé.`,number:`Numéro de l'appelant`,line:`Ligne`,at:`Quand (vide : maintenant)`,ask:`Voir ce qui se passerait`,number_missing:`Saisissez le numéro d'un appelant.`,no_line:`L'entreprise n'a pas encore de ligne. Ajoutez-lui un numéro, puis essayez ici.`,text_back:`Reçoit un SMS tout de suite`,hold:`Reçoit un SMS plus tard : {when}`,skip:`Ne reçoit pas de SMS`,words:`Le SMS`,cost:{one:`{n} SMS, {price}`,other:`{n} SMS, {price}`},texts:{one:`{n} SMS`,other:`{n} SMS`}},de:{card_name:`Verpasste Anrufe: einen simulieren`,card_description:`Was auf einen verpassten Anruf folgen würde und warum. Es wird nichts gesendet.`,title:`Einen verpassten Anruf simulieren`,promise:`Es wird nichts gesendet und nichts gespeichert.`,number:`Nummer des Anrufers`,line:`Anschluss`,at:`Wann (leer: jetzt)`,ask:`Zeigen, was geschähe`,number_missing:`Geben Sie die Nummer eines Anrufers ein.`,no_line:`Der Betrieb hat noch keine Leitung. Fügen Sie ihm eine Nummer hinzu, dann probieren Sie es hier.`,text_back:`Bekommt sofort eine SMS`,hold:`Bekommt später eine SMS: {when}`,skip:`Bekommt keine SMS`,words:`Die SMS`,cost:{one:`{n} SMS, {price}`,other:`{n} SMS, {price}`},texts:{one:`{n} SMS`,other:`{n} SMS`}},it:{card_name:`Chiamate perse: simularne una`,card_description:`Che cosa seguirebbe a una chiamata persa e perché. Non si invia nulla.`,title:`Simulare una chiamata persa`,promise:`Non si invia e non si conserva nulla.`,number:`Numero di chi chiama`,line:`Linea`,at:`Quando (vuoto: adesso)`,ask:`Mostra che cosa accadrebbe`,number_missing:`Scriva il numero di chi chiama.`,no_line:`L'attività non ha ancora una linea. Aggiunga un numero, poi provi qui.`,text_back:`Riceve subito un SMS`,hold:`Riceve un SMS più tardi: {when}`,skip:`Non riceve SMS`,words:`L'SMS`,cost:{one:`{n} SMS, {price}`,other:`{n} SMS, {price}`},texts:{one:`{n} SMS`,other:`{n} SMS`}}}),Cn=`missed-call-textback-simulate`,wn=class extends H{constructor(...e){super(...e),this.isBusy=!1,this.isNumberMissing=!1}getCardSize(){return 5}getGridOptions(){return{columns:12,min_columns:6,rows:`auto`}}static getStubConfig(){return{}}static getConfigForm(){return qt([],()=>void 0)}body(e,t){let n=Sn.of(e);return t.lines.length===0?w`${this.heading(n(`title`),t)}
        <p role="status">${n(`no_line`)}</p>`:w`${this.heading(n(`title`),t)}
      <p class="soft">${n(`promise`)}</p>
      <form
        novalidate
        @submit=${n=>{n.preventDefault(),this.ask(n.currentTarget,e,t)}}
      >
        <label>
          <span>${n(`number`)}</span>
          <input
            name="number"
            type="tel"
            dir="ltr"
            autocomplete="off"
            aria-invalid=${this.isNumberMissing}
            aria-describedby="refusal"
          />
        </label>
        ${t.lines.length>1?this.lines(t,n):E}
        <label>
          <span>${n(`at`)}</span>
          <input name="at" type="datetime-local" />
        </label>
        <button ?disabled=${this.isBusy}>${n(`ask`)}</button>
      </form>
      <div role="status">
        <p id="refusal">${this.isNumberMissing?n(`number_missing`):this.refusal}</p>
        ${this.answer===void 0?E:this.told(this.answer,e,n)}
      </div>`}lines(e,t){let n=this.chosenLine(e)?.id;return w`<label>
      <span>${t(`line`)}</span>
      <select name="line">
        ${e.lines.map(e=>w`<option value=${e.id} ?selected=${e.id===n}>${e.name}</option>`)}
      </select>
    </label>`}told(e,t,n){let{title:r,cost:i}=xn(e,L(t),n,new Date);return w`<h3>${r}</h3>
      <p>${Ht(t,e.reason,e.reason_text)}</p>
      ${e.text===null?E:w`<figure>
              <figcaption class="soft">${n(`words`)}</figcaption>
              <blockquote dir="auto">${e.text}</blockquote>
              <span class="soft">${i}</span>
            </figure>`}`}async ask(e,t,n){let r=new FormData(e),i=e=>{let t=r.get(e);return typeof t==`string`?t.trim():``},a=i(`number`),o=i(`line`)||(this.chosenLine(n)??n.lines[0])?.id;if(this.isNumberMissing=a===``,this.answer=void 0,this.explain(void 0),!(this.isNumberMissing||o===void 0)){this.isBusy=!0;try{let e=new P(t.connection,n.entry_id);this.answer=await e.simulate(o,a,i(`at`)||void 0)}catch(e){this.explain(e)}finally{this.isBusy=!1}}}static{this.styles=[H.cardStyles,o`
      form {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(200px, 1fr));
        gap: 12px;
        align-items: end;
      }
      label {
        display: grid;
        gap: 4px;
        min-inline-size: 0;
        color: var(--mct-soft);
        font-size: 13px;
      }
      input,
      select {
        inline-size: 100%;
        min-inline-size: 0;
        min-block-size: 40px;
        padding: 6px 10px;
        border: 1px solid var(--mct-soft);
        border-radius: var(--mct-radius);
        background: var(--card-background-color);
        color: var(--primary-text-color);
        color-scheme: inherit;
        font-size: 16px;
      }
      [aria-invalid="true"] {
        border-color: var(--mct-urgent);
      }
      form button {
        min-block-size: 40px;
        padding: 6px 16px;
        border: 1px solid var(--primary-color);
        border-radius: 999px;
        background: color-mix(in srgb, var(--primary-color) 15%, transparent);
        font-weight: 500;
      }
      #refusal {
        color: var(--mct-urgent);
      }
      h3 {
        margin: 0;
        font-size: 16px;
        font-weight: 500;
      }
      figure {
        margin: 8px 0 0;
        display: grid;
        gap: 4px;
      }
      blockquote {
        margin: 0;
        padding: 8px 12px;
        border-radius: 12px;
        background: color-mix(in srgb, var(--primary-color) 15%, transparent);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
    `]}};F([M()],wn.prototype,`answer`,void 0),F([M()],wn.prototype,`isBusy`,void 0),F([M()],wn.prototype,`isNumberMissing`,void 0);var Tn=new Set(`@£$¥èéùìòÇ
Øø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà`),En=new Set(`\f^{}\\[~]|€`),Dn={"GSM-7":[160,153],"UCS-2":[70,67]};function On(e){let t=Array.from(e),n=t.every(e=>Tn.has(e)||En.has(e)),r=n?`GSM-7`:`UCS-2`,i=t.map(e=>n?En.has(e)?2:1:e.length),[a,o]=Dn[r],s=i.reduce((e,t)=>e+t,0);return s<=a?{encoding:r,units:s,segments:Math.min(s,1),left:a-s}:{encoding:r,units:s,...kn(i,o)}}function kn(e,t){let n=1,r=0;for(let i of e)r+i>t&&(n+=1,r=0),r+=i;return{segments:n,left:t-r}}var An=160,jn=70,W=class extends I{constructor(...e){super(...e),this.threadId=0,this.version=0,this.who=``,this.offline=!1,this.words=``}willUpdate(e){if(!e.has(`threadId`)&&!e.has(`answers`)&&!e.has(`version`))return;let t=this.answers?.drafts.get(this.threadId)??``;(t.trim()!==this.words.trim()||e.has(`threadId`))&&(this.words=t),this.explain(this.answers?.failure(this.threadId))}render(){if(this.hass===void 0||this.shop===void 0)return E;let e=z(this.hass);if(!this.shop.can_reply)return w`<p class="refusal">${e(`read_only`)}</p>`;let t=this.answers?.standing(this.threadId),n=this.refusal===void 0&&(t===`lost`||t===`unsure`)?e(`answer_${t}`):void 0;return w`
      ${this.refusal===void 0?E:w`<p class="refusal" role="alert" dir="auto">${this.refusal}</p>`}
      <p class=${n===void 0?`unseen`:`doubt`} role="status">${n}</p>
      ${this.quickAnswers()}
      <form @submit=${this.submit}>
        <textarea
          class="field"
          rows="2"
          dir="auto"
          placeholder=${e(`write`)}
          aria-label=${e(`your_answer`,{who:this.who})}
          aria-describedby="meter"
          .value=${this.words}
          @input=${this.typed}
          @keydown=${this.keyed}
        ></textarea>
        <button
          class="action main"
          ?disabled=${t===`sending`||this.offline||this.words.trim()===``}
        >
          <ha-icon icon="mdi:send"></ha-icon><span>${e(`send`)}</span>
        </button>
      </form>
      <p id="meter" class="small">${this.meter()}</p>
    `}quickAnswers(){return this.hass===void 0||!this.shop?.templates.length?E:w`<div class="quick" role="group" aria-label=${z(this.hass)(`quick_answers`)}>
      ${this.shop.templates.map(e=>w`<button
            class="action"
            title=${e.body}
            @click=${()=>{this.insert(e.body)}}
          >
            <bdi>${e.name}</bdi>
          </button>`)}
    </div>`}meter(){if(this.hass===void 0||this.words===``)return E;let e=z(this.hass),t=L(this.hass),n=On(this.words.trim()),r=t.number(n.left),i=e(`meter`,{n:n.segments,left:r});return n.encoding===`GSM-7`?i:`${i} · ${e(`meter_special`,{room:jn,usual:An})}`}insert(e){let t=this.words.trimEnd();this.write(t===``?e:`${t}\n${e}`),this.renderRoot.querySelector(`textarea`)?.focus()}typed(e){e.target instanceof HTMLTextAreaElement&&this.write(e.target.value)}write(e){this.words=e,this.answers?.drafts.set(this.threadId,e)}keyed(e){e.key===`Enter`&&(e.ctrlKey||e.metaKey)&&this.submit(e)}submit(e){e.preventDefault(),!this.offline&&this.words.trim()!==``&&this.send()}async send(){let{answers:e,threadId:t}=this;await e?.send(t,this.words.trim())&&t===this.threadId&&this.dispatchEvent(new CustomEvent(`sent`))}async explain(e){if(e===this.failure||(this.failure=e,this.refusal=void 0,e===void 0||this.hass===void 0))return;let t=await B(this.hass,e);e===this.failure&&(this.refusal=t)}static{this.styles=[V,o`
      :host {
        display: block;
        padding: 8px 16px;
        border-block-start: 1px solid var(--mct-line);
        background: var(--card-background-color, #fff);
      }
      form {
        display: flex;
        align-items: end;
        gap: var(--mct-gap);
      }
      textarea {
        flex: 1;
        min-inline-size: 0;
        max-block-size: 40vh;
        resize: vertical;
        field-sizing: content;
      }
      .quick {
        display: flex;
        gap: var(--mct-gap);
        overflow-x: auto;
        padding-block-end: 8px;
      }
      .quick .action {
        flex: none;
        font-weight: 400;
      }
      #meter {
        min-block-size: 16px;
        margin: 4px 0 0;
      }
      .doubt,
      .refusal {
        margin: 0 0 8px;
        padding: 8px 12px;
        border-inline-start: 4px solid var(--mct-urgent);
        border-radius: 4px;
        background: color-mix(in srgb, var(--mct-urgent) 10%, transparent);
      }
      .doubt {
        border-color: var(--warning-color, #ffa600);
        background: color-mix(in srgb, var(--warning-color, #ffa600) 12%, transparent);
      }
    `]}};F([j({attribute:!1})],W.prototype,`shop`,void 0),F([j({attribute:!1})],W.prototype,`answers`,void 0),F([j({type:Number})],W.prototype,`threadId`,void 0),F([j({type:Number})],W.prototype,`version`,void 0),F([j()],W.prototype,`who`,void 0),F([j({type:Boolean})],W.prototype,`offline`,void 0),F([M()],W.prototype,`words`,void 0),F([M()],W.prototype,`refusal`,void 0);
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
var G={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},Mn=e=>(...t)=>({_$litDirective$:e,values:t}),Nn=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}},{I:Pn}=je,Fn=e=>e,In=e=>e.strings===void 0,Ln=()=>document.createComment(``),K=(e,t,n)=>{
/**
* @license
* Copyright 2020 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
let r=e._$AA.parentNode,i=t===void 0?e._$AB:t._$AA;if(n===void 0)n=new Pn(r.insertBefore(Ln(),i),r.insertBefore(Ln(),i),e,e.options);else{let t=n._$AB.nextSibling,a=n._$AM,o=a!==e;if(o){let t;n._$AQ?.(e),n._$AM=e,n._$AP!==void 0&&(t=e._$AU)!==a._$AU&&n._$AP(t)}if(t!==i||o){let e=n._$AA;for(;e!==t;){let t=Fn(e).nextSibling;Fn(r).insertBefore(e,i),e=t}}}return n},q=(e,t,n=e)=>(e._$AI(t,n),e),Rn={},zn=(e,t=Rn)=>e._$AH=t,Bn=e=>e._$AH,Vn=e=>{e._$AR(),e._$AA.remove()},Hn=(e,t,n)=>{
/**
* @license
* Copyright 2017 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/
let r=new Map;for(let i=t;i<=n;i++)r.set(e[i],i);return r},Un=Mn(class extends Nn{constructor(e){if(super(e),e.type!==G.CHILD)throw Error(`repeat() can only be used in text expressions`)}dt(e,t,n){let r;n===void 0?n=t:t!==void 0&&(r=t);let i=[],a=[],o=0;for(let t of e)i[o]=r?r(t,o):o,a[o]=n(t,o),o++;return{values:a,keys:i}}render(e,t,n){return this.dt(e,t,n).values}update(e,[t,n,r]){let i=Bn(e),{values:a,keys:o}=this.dt(t,n,r);if(!Array.isArray(i))return this.ut=o,a;let s=this.ut??=[],c=[],l,u,d=0,f=i.length-1,p=0,m=a.length-1;for(;d<=f&&p<=m;)if(i[d]===null)d++;else if(i[f]===null)f--;else if(s[d]===o[p])c[p]=q(i[d],a[p]),d++,p++;else if(s[f]===o[m])c[m]=q(i[f],a[m]),f--,m--;else if(s[d]===o[m])c[m]=q(i[d],a[m]),K(e,c[m+1],i[d]),d++,m--;else if(s[f]===o[p])c[p]=q(i[f],a[p]),K(e,i[d],i[f]),f--,p++;else if(l===void 0&&(l=Hn(o,p,m),u=Hn(s,d,f)),l.has(s[d])){if(l.has(s[f])){let t=u.get(o[p]),n=t===void 0?null:i[t];if(n===null){let t=K(e,i[d]);q(t,a[p]),c[p]=t}else c[p]=q(n,a[p]),K(e,i[d],n),i[t]=null;p++}else Vn(i[f]),f--}else Vn(i[d]),d++;for(;p<=m;){let t=K(e,c[m+1]);q(t,a[p]),c[p++]=t}for(;d<=f;){let e=i[d++];e!==null&&Vn(e)}return this.ut=o,zn(e,c),T}}),Wn=o`
  :host {
    display: block;
    min-inline-size: 0;
    block-size: 100%;
  }
  section {
    display: flex;
    flex-direction: column;
    block-size: 100%;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: var(--mct-gap);
    padding: 8px 16px;
    border-block-end: 1px solid var(--mct-line);
  }
  .who {
    flex: 1;
    display: grid;
    gap: 2px;
    min-inline-size: 140px;
  }
  h2 {
    margin: 0;
    font-size: 18px;
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  h2:focus-visible {
    outline-offset: 2px;
  }
  .facts {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .facts,
  .happened,
  .why {
    unicode-bidi: normal;
  }
  .stand,
  .buttons {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mct-gap);
  }
  .arrow:dir(rtl) {
    transform: scaleX(-1);
  }
  .empty {
    padding: 16px;
    color: var(--mct-soft);
  }
  .log {
    flex: 1;
    min-block-size: 120px;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 8px 16px;
  }
  ol {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  li {
    margin-block: 8px;
  }
  h3 {
    margin: 16px 0 8px;
    color: var(--mct-soft);
    font-size: 13px;
    font-weight: 500;
    text-align: center;
  }
  .bubble {
    inline-size: fit-content;
    max-inline-size: min(85%, 560px);
    padding: 8px 12px;
    border: 1px solid var(--mct-line);
    border-radius: 14px;
  }
  .theirs {
    border-end-start-radius: 4px;
    background: var(--secondary-background-color, #f5f5f5);
  }
  .ours {
    margin-inline-start: auto;
    border-end-end-radius: 4px;
    border-color: color-mix(in srgb, var(--primary-color) 35%, transparent);
    background: color-mix(in srgb, var(--primary-color) 14%, transparent);
  }
  .words {
    margin: 0;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .bubble .small {
    display: block;
  }
  .bubble > .small {
    color: color-mix(in srgb, var(--primary-text-color) 72%, transparent);
  }
  .bad {
    font-weight: 500;
  }
  .bad ha-icon {
    --mdc-icon-size: 14px;
    color: var(--mct-urgent);
  }
  .happened {
    display: flex;
    align-items: center;
    gap: 6px;
    margin: 0;
  }
  .happened ha-icon {
    --mdc-icon-size: 18px;
    color: var(--mct-soft);
  }
  .happened time,
  .why {
    color: var(--mct-soft);
    font-size: 13px;
  }
  .why {
    margin: 2px 0 8px;
    padding-inline-start: 24px;
  }
  .note {
    padding: 8px 12px;
    border-inline-start: 4px solid var(--warning-color, #ffa600);
    border-radius: 4px;
    background: color-mix(in srgb, var(--warning-color, #ffa600) 10%, transparent);
  }
  .note p {
    margin: 0;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  audio {
    display: block;
    inline-size: 260px;
    max-inline-size: 100%;
    block-size: 40px;
  }
  dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 4px 12px;
    margin: 0;
  }
  dt {
    color: var(--mct-soft);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  .unreachable {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mct-gap);
    padding: 12px 16px;
    border-block-start: 1px solid var(--mct-line);
    background: var(--card-background-color, #fff);
  }
  .unreachable p {
    flex: 1 1 240px;
    margin: 0;
  }
`,Gn={answered:`call_answered`,busy:`call_busy`,abandoned:`call_abandoned`,voicemail:`call_voicemail`,closed:`call_closed`,failed:`call_failed`},Kn={queued:`sent_queued`,sending:`sent_queued`,unknown:`sent_unknown`,accepted:`sent_accepted`,sent:`sent_accepted`,delivered:`sent_delivered`,undelivered:`sent_undelivered`,failed:`sent_failed`,dropped:`sent_dropped`},qn={text_back:`kind_text_back`,machine:`kind_machine`,appointment:`kind_appointment`,service:`kind_service`},Jn={held:`slot_held`,offered:`slot_offered`,passed:`slot_passed`,leaving:`slot_gone`,gone:`slot_gone`},Yn={calling:`rung_calling`,unknown:`rung_unknown`,refused:`rung_refused`,missed:`rung_missed`,heard:`rung_heard`,connecting:`rung_connecting`,not_reached:`rung_not_reached`,connected:`rung_connected`,taken:`rung_taken`},Xn=[`undelivered`,`failed`,`unknown`];function Zn(e,t){let n=z(t.hass);switch(e.kind){case`call`:return Qn(e,t,n);case`call_out`:return rr(e,t,`mdi:phone-outgoing`,n(e.what===`answered`?`called_answered`:`called_in_vain`));case`team_call`:{let r=e.body??``;return rr(e,t,`mdi:phone-alert`,n(Yn[e.what]??`rung_unknown`,{who:r}))}case`text_in`:case`text_out`:return tr(e,t,n);case`note`:return w`<div class="note">
        <span class="small">${n(`note_by`,{who:e.what})} · ${ir(e,t)}</span>
        <p dir="auto">${e.body}</p>
      </div>`;case`appointment`:{let r=L(t.hass).moment(e.body??e.at,t.now);return rr(e,t,`mdi:calendar`,n(Jn[e.what]??`slot_booked`,{when:r}))}}}function Qn(e,t,n){let r=e.what===`answered`,i=n(Gn[e.what]??`call_no_answer`),a=Ht(t.hass,e.reason,e.reason_text);return w`${rr(e,t,r?`mdi:phone`:`mdi:phone-missed`,i)}
  ${a===null?E:w`<p class="why"><bdi>${a}</bdi></p>`}
  ${$n(e,t,n)}`}function $n(e,t,n){return e.body===null&&!e.recording?E:w`<div class="bubble theirs">
    ${er(e,t,n,L(t.hass).moment(e.at,t.now))}
    ${e.body===null?E:w`<p class="words" dir="auto">${e.body}</p>`}
  </div>`}function er(e,t,n,r){return e.recording?t.isSilent(e)?w`<p class="small">${n(`no_sound`)}</p>`:w`<audio
    controls
    preload="none"
    src=${t.hass.hassUrl(e.recording)}
    aria-label=${n(`voicemail`,{who:t.who,when:r})}
    @error=${()=>{t.soundFailed(e)}}
  ></audio>`:E}function tr(e,t,n){let r=e.kind===`text_in`,i=qn[e.what],a=r||e.state===null?void 0:Kn[e.state],o=Xn.includes(e.state??``);return w`<div class="bubble ${r?`theirs`:`ours`}">
    <span class="unseen">
      ${r?n(`they_wrote`,{who:t.who}):n(`we_wrote`)}
    </span>
    ${i===void 0||r?E:w`<span class="small">${n(i)}</span>`}
    <p class="words" dir="auto">${e.body}</p>
    <span class="small ${o?`bad`:``}"
      >${ir(e,t)}${a===void 0?E:w` · ${o?w`<ha-icon icon="mdi:alert-circle-outline"></ha-icon>`:E}
            ${n(a)}${nr(e,n)}`}</span
    >
  </div>`}function nr(e,t){return e.reason!==null&&/^\d+$/.test(e.reason)?` (${t(`code`,{code:e.reason??``})})`:``}function rr(e,t,n,r){return w`<p class="happened">
    <ha-icon icon=${n}></ha-icon>
    <span>${r}</span>
    ${ir(e,t)}
  </p>`}function ir(e,t){return w`<time datetime=${e.at}
    ><bdi>${L(t.hass).time(e.at)}</bdi></time
  >`}function ar(e){return e.waiting_since!==null||e.call_back_since!==null||e.urgent_since!==null||e.unread>0}function or(e,t){return sr(e)-sr(t)||(ar(e)?lr(cr(e),cr(t)):lr(t.last_at,e.last_at))||t.thread_id-e.thread_id}function sr(e){return e.urgent_since===null?ar(e)?1:2:0}function cr(e){return e.waiting_since??e.call_back_since??e.last_at}function lr(e,t){return Date.parse(e)-Date.parse(t)}function J(e){return e.name??e.caller_name??ur(e.number)}function ur(e){let t=/^\+1(\d{3})(\d{3})(\d{4})$/.exec(e);return t===null?e:`+1 ${t.slice(1).join(` `)}`}function dr(e){return/^\+?\d{3,}$/.test(e)?e:void 0}function fr(e,t){return w`<span class="chips">
    ${e.urgent_since===null?E:w`<span class="chip urgent" title=${e.urgent_words.join(`, `)||E}
            >${t(`urgent`)}</span
          >`}
    <span class="chip ${e.state}">${t(`state_${e.state}`)}</span>
    ${e.call_back_since===null?E:w`<span class="chip call-back">${t(`call_back`)}</span>`}
  </span>`}var pr=o`
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    min-inline-size: 0;
  }
  .chip {
    --tint: var(--mct-soft);
    border: 1px solid color-mix(in srgb, var(--tint) 50%, transparent);
    background: color-mix(in srgb, var(--tint) 12%, transparent);
    color: var(--primary-text-color);
    border-radius: 999px;
    padding-inline: 8px;
    font-size: 12px;
    line-height: 20px;
    white-space: nowrap;
  }
  .chip.urgent {
    --tint: var(--mct-urgent);
    font-weight: 500;
  }
  .chip.waiting,
  .chip.call-back {
    --tint: var(--warning-color, #ffa600);
    font-weight: 500;
  }
  .chip.booked,
  .chip.won {
    --tint: var(--success-color, #43a047);
  }
  .chip.replied,
  .chip.quoted,
  .chip.texted {
    --tint: var(--info-color, #039be5);
  }
`,mr=80,hr={service:`answer_service`,place:`answer_place`,timeline:`answer_timeline`},Y=class extends I{constructor(...e){super(...e),this.version=0,this.narrow=!1,this.offline=!1,this.announcement=``,this.showsActions=!1,this.silent=new Set,this.atEnd=!0}focus(){this.renderRoot.querySelector(`h2`)?.focus()}willUpdate(e){e.has(`store`)&&(this.atEnd=!0,this.silent.clear(),this.showsActions=!this.narrow),this.hass!==void 0&&(e.has(`store`)||e.has(`version`))&&this.explain(this.hass,this.store?.error)}updated(){let e=this.renderRoot.querySelector(`.log`);e!==null&&this.atEnd&&(e.scrollTop=e.scrollHeight)}render(){let{hass:e,store:t}=this;if(e===void 0||t===void 0)return E;let n=z(e),{conversation:r}=t,i=t.isGone?void 0:r??this.summary;return w`<section aria-labelledby="who" @keydown=${this.keyed}>
      ${this.head(e,i)}
      ${t.isGone?w`<p class="notice" role="status">${n(`erased`)}</p>`:E}
      ${this.failed(e)}
      ${r===void 0?E:this.opened(e,r,t)}
      ${r===void 0&&!t.isGone&&t.error===void 0?w`<p class="empty" role="status">${n(`loading`)}</p>`:E}
      <p class="unseen" aria-live="polite">${this.announcement}</p>
    </section>`}opened(e,t,n){return w`${this.showsActions?w`<mctb-outcome
            .hass=${e}
            .shop=${this.shop}
            .thread=${t}
            .client=${n.client}
            ?offline=${this.offline}
            @told=${()=>void n.load()}
          ></mctb-outcome>`:E}
    ${this.log(e,t)}
    ${t.cannot_text===null?this.composer(e,t,n):this.unreachable(e,t,t.cannot_text)}`}unreachable(e,t,n){let r=z(e),i=dr(t.number),a=Ht(e,n,null);return w`<div class="unreachable">
      <p role="status">
        <strong>${r(`cannot_text`)}</strong> ${a===null?E:w`${a}.`}
      </p>
      ${i===void 0?E:w`<a class="action main" href="tel:${i}"
              ><ha-icon icon="mdi:phone"></ha-icon
              ><span>${r(`call`,{who:J(t)})}</span></a
            >`}
    </div>`}composer(e,t,n){return w`<mctb-composer
      .hass=${e}
      .shop=${this.shop}
      .answers=${this.answers}
      .threadId=${t.thread_id}
      .version=${this.version}
      .who=${J(t)}
      ?offline=${this.offline}
      @sent=${()=>{this.atEnd=!0,n.load()}}
    ></mctb-composer>`}head(e,t){let n=z(e);return w`<header>
      ${this.narrow?w`<button class="action bare" aria-label=${n(`back`)} @click=${this.back}>
              <ha-icon class="arrow" icon="mdi:arrow-left"></ha-icon>
            </button>`:E}
      <div class="who">
        <h2 id="who" tabindex="-1">
          <bdi>${t===void 0?E:J(t)}</bdi>
        </h2>
        ${t===void 0?E:this.about(e,t)}
      </div>
      ${t===void 0?E:this.buttons(e,t)}
    </header>`}about(e,t){let n=z(e),r=t.waiting_since??t.call_back_since,i=L(e);return w`<p class="small facts">
        ${[ur(t.number)===J(t)?``:ur(t.number),(this.shop?.lines.length??0)>1?t.line:``,t.existing_customer?n(`customer`):``,...t.tags,t.value===null?``:i.money(t.value,t.currency)].filter(e=>e!==``).map((e,t)=>w`${t>0?` · `:E}<bdi>${e}</bdi>`)}
      </p>
      <div class="stand">
        ${fr(t,n)}
        ${r===null?E:w`<span class="small"
                >${n(`since`,{when:i.moment(r,new Date)})}</span
              >`}
      </div>`}buttons(e,t){let n=z(e),r=dr(t.number);return w`<div class="buttons">
      ${t.waiting_since===null&&t.call_back_since===null?E:w`<button
              class="action"
              title=${n(`done_hint`)}
              ?disabled=${this.offline}
              @click=${()=>void this.done(e,t)}
            >
              <ha-icon icon="mdi:check"></ha-icon><span>${n(`done`)}</span>
            </button>`}
      ${r===void 0?E:w`<a
              class="action"
              href="tel:${r}"
              aria-label=${n(`call`,{who:J(t)})}
              ><ha-icon icon="mdi:phone"></ha-icon
            ></a>`}
      <button
        class="action"
        aria-label=${n(`actions`)}
        aria-expanded=${this.showsActions}
        @click=${()=>{this.showsActions=!this.showsActions}}
      >
        <ha-icon icon="mdi:dots-vertical"></ha-icon>
      </button>
    </div>`}log(e,t){let n=z(e),r=new Date,i={hass:e,who:J(t),now:r,isSilent:e=>this.silent.has(e.key),soundFailed:e=>{this.store?.soundFailed(e.key)||(this.silent.add(e.key),this.requestUpdate())}},a=L(e),o=``,s=e=>{let t=a.day(e.at,r);return t===o?E:(o=t,w`<h3>${t}</h3>`)},c=Object.entries(t.answers);return w`<div
      class="log"
      tabindex="0"
      aria-label=${n(`conversations`)}
      @scroll=${this.scrolled}
    >
      <ol>
        ${Un(t.entries,e=>e.key,e=>w`<li>${s(e)}${Zn(e,i)}</li>`)}
      </ol>
      ${c.length===0?E:w`<h3>${n(`answers`)}</h3>
              <dl>
                ${c.map(([e,t])=>w`<dt dir="auto">${hr[e]?n(hr[e]):e}</dt>
                      <dd dir="auto">${t}</dd>`)}
              </dl>`}
    </div>`}failed(e){if(this.why===void 0)return E;let t=z(e);return w`<div class="notice" role="alert">
      <span>${t(`failed`,{why:this.why})}</span>
      <button class="action" @click=${()=>void this.store?.load()}>${t(`again`)}</button>
    </div>`}async explain(e,t){this.failure=t;let n=t===void 0?void 0:await B(e,t);this.failure===t&&(this.why=n)}async done(e,t){try{await this.store?.client.done(t.thread_id),ar(t)&&await this.store?.load()}catch(t){await this.explain(e,t)}}scrolled(e){let{target:t}=e;t instanceof HTMLElement&&(this.atEnd=t.scrollHeight-t.scrollTop-t.clientHeight<mr)}keyed(e){e.key===`Escape`&&!e.defaultPrevented&&this.back()}back(){this.dispatchEvent(new CustomEvent(`back`))}static{this.styles=[V,pr,Wn]}};F([j({attribute:!1})],Y.prototype,`shop`,void 0),F([j({attribute:!1})],Y.prototype,`answers`,void 0),F([j({attribute:!1})],Y.prototype,`store`,void 0),F([j({attribute:!1})],Y.prototype,`summary`,void 0),F([j({type:Number})],Y.prototype,`version`,void 0),F([j({type:Boolean})],Y.prototype,`narrow`,void 0),F([j({type:Boolean})],Y.prototype,`offline`,void 0),F([j()],Y.prototype,`announcement`,void 0),F([M()],Y.prototype,`showsActions`,void 0),F([M()],Y.prototype,`why`,void 0);var gr=6e5,_r=class{constructor(e,t,n){this.client=e,this.drafts=t,this.updated=n,this.sending=new Set,this.failures=new Map}standing(e){if(this.sending.has(e))return`sending`;let t=this.drafts.tried(e);if(t?.words===this.drafts.get(e).trim())return t.until>Date.now()?`lost`:`unsure`}failure(e){return this.failures.get(e)}async send(e,t,n=Date.now()+gr){if(this.sending.has(e))return!1;let r=this.drafts.send(e,t,n);this.sending.add(e),this.failures.delete(e),this.updated();let i=!1;try{await this.client.reply(e,t,r.ref),this.drafts.settle(e,r,!0),i=!0}catch(t){tt(t)||(this.failures.set(e,t),$e(t)?this.drafts.settle(e,r,!1):this.drafts.stop(e,r))}return this.sending.delete(e),this.updated(),i}resume(){for(let[e,{words:t,until:n}]of this.drafts.unheard())this.send(e,t,n)}},vr=class{constructor(e,t,n,r){this.client=e,this.threadId=t,this.updated=n,this.heard=r,this.isGone=!1,this.turn=0,this.unheard=new Set,this.renewed=new Set}async load(){this.turn+=1;let{turn:e}=this;try{let t=await this.client.get(this.threadId);if(e!==this.turn)return;let n=this.conversation;this.conversation={...t,entries:this.keepLinks(n?.entries??[],t.entries)},this.error=void 0,n!==void 0&&yr(n.entries,t.entries).forEach(this.heard)}catch(t){if(e!==this.turn)return;Qe(t,`unknown_thread`)?this.vanish():this.error=t}this.updated()}take(e){e.gone.includes(this.threadId)?(this.vanish(),this.updated()):(e.reload||e.changed.some(e=>e.thread_id===this.threadId))&&this.load()}soundFailed(e){return!this.unheard.has(e)&&(this.unheard.add(e),this.renewed.add(e),this.load(),!0)}close(){this.turn+=1}keepLinks(e,t){let n=new Map(e.map(e=>[e.key,e.recording]));return t.map(e=>{let t=this.renewed.delete(e.key)?void 0:n.get(e.key);return e.recording&&t?{...e,recording:t}:e})}vanish(){this.turn+=1,this.isGone=!0,this.conversation=void 0}};function yr(e,t){let n=new Set(e.map(e=>e.key));return t.filter(e=>e.kind===`text_in`&&!n.has(e.key))}var br=12,xr=10;function Sr(e){let t=crypto.getRandomValues(new Uint8Array(xr)),n=Array.from(t,e=>e.toString(16).padStart(2,`0`)).join(``);return e.toString(16).padStart(br,`0`)+n}var Cr=`missed-call-textback-drafts`,wr=864e5,Tr=50,Er=class{constructor(e,t,n=Date.now()){this.owner=`${e}/${t}/`,this.storage=jr(window),this.all=this.read(n)}get(e,t=Date.now()){return this.all=this.read(t),this.all[this.key(e)]?.words??``}set(e,t,n=Date.now()){let r=this.tried(e,n);this.keep(e,{words:t,at:n,...r&&{tried:r}},n)}tried(e,t=Date.now()){return this.all=this.read(t),this.all[this.key(e)]?.tried}send(e,t,n,r=Date.now()){let i=this.tried(e,r),a={ref:i?.words===t?i.ref:Sr(r),words:t,until:n};return this.keep(e,{words:this.get(e,r),at:r,tried:a},r),a}settle(e,t,n,r=Date.now()){if(this.tried(e,r)?.ref!==t.ref)return;let i=this.get(e,r);this.keep(e,{words:n&&i.trim()===t.words?``:i,at:r},r)}stop(e,t,n=Date.now()){if(this.tried(e,n)?.ref!==t.ref)return;let r={...t,until:0};this.keep(e,{words:this.get(e,n),at:n,tried:r},n)}forget(e,t=Date.now()){this.all=Ar(this.read(t),this.key(e)),this.write()}get byThread(){return new Map(this.mine.filter(([,e])=>e.words.trim()!==``).map(([e,t])=>[e,t.words]))}unheard(e=Date.now()){return this.all=this.read(e),this.mine.flatMap(([t,{words:n,tried:r}])=>r!==void 0&&r.until>e&&n.trim()===r.words?[[t,r]]:[])}get mine(){return Object.entries(this.all).filter(([e])=>e.startsWith(this.owner)).map(([e,t])=>[Number(e.slice(this.owner.length)),t])}keep(e,t,n){this.all=this.read(n);let r=this.key(e);t.words.trim()===``&&t.tried===void 0?this.all=Ar(this.all,r):this.all[r]=t,this.write()}key(e){return`${this.owner}${e}`}read(e){try{let t=this.storage?.getItem(Cr);if(this.storage===void 0)return{...this.all};let n=JSON.parse(t??`{}`);return typeof n!=`object`||!n?{}:Object.fromEntries(Object.entries(n).filter(t=>Dr(t[1])&&e-t[1].at<wr))}catch{return{}}}write(){let e=Object.entries(this.all).sort(([,e],[,t])=>t.at-e.at).slice(0,Tr);try{this.storage?.setItem(Cr,JSON.stringify(Object.fromEntries(e)))}catch{this.storage=void 0}}};function Dr(e){return kr(e)&&typeof e.words==`string`&&typeof e.at==`number`&&(e.tried===void 0||Or(e.tried))}function Or(e){return kr(e)&&typeof e.ref==`string`&&typeof e.words==`string`&&typeof e.until==`number`}function kr(e){return typeof e==`object`&&!!e}function Ar(e,t){return Object.fromEntries(Object.entries(e).filter(([e])=>e!==t))}function jr(e){try{return e.localStorage}catch{return}}var Mr=o`
  :host {
    display: flex;
    flex-direction: column;
    block-size: 100%;
    min-block-size: 0;
    background: var(--card-background-color, #fff);
  }
  .panes {
    flex: 1;
    display: grid;
    grid-template-columns: minmax(260px, 360px) minmax(0, 1fr);
    min-block-size: 0;
  }
  :host([narrow]) .panes {
    grid-template-columns: minmax(0, 1fr);
  }
  .panes > * {
    min-block-size: 0;
  }
  .list {
    display: flex;
    flex-direction: column;
    border-inline-end: 1px solid var(--mct-line);
  }
  :host([narrow]) .list {
    border: 0;
  }
  .scroll {
    flex: 1;
    overflow-y: auto;
    overscroll-behavior: contain;
    min-block-size: 0;
  }
  .empty,
  .choose,
  .further {
    margin: 0;
    padding: 16px;
    color: var(--mct-soft);
  }
  .choose {
    place-self: center;
  }
  .further {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--mct-gap);
  }
`,Nr=class{constructor(e={}){this.filter=e,this.known=new Map;let{state:t}=e,n={waiting:t===`waiting`,next:void 0};this.feeds=t===void 0?[{waiting:!0,next:void 0},n]:[n]}get wanted(){let e=this.feeds.find(e=>e.next!==null);if(e===void 0)return;let{state:t,lineId:n}=this.filter,r=e.waiting?`waiting`:t;return{limit:50,...r===void 0?{}:{state:r},...n===void 0?{}:{line_id:n},...typeof e.next==`string`?{after:e.next}:{}}}get isWhole(){return this.wanted===void 0}get size(){return this.known.size}add(e){let t=this.feeds.find(e=>e.next!==null);for(let t of e.threads)this.known.set(t.thread_id,t);t!==void 0&&(t.next=e.next,t.waiting||(this.floor=e.threads.at(-1)?.last_at??this.floor))}merge(e){for(let t of e.changed)Pr(t,this.filter)?this.known.set(t.thread_id,t):this.known.delete(t.thread_id);for(let t of e.gone)this.known.delete(t)}get shown(){let[e]=this.feeds,t=this.filter.state===void 0&&e?.next!==null;return[...this.known.values()].filter(e=>ar(e)||!t&&this.wasReached(e)).sort(or)}wasReached(e){return this.isWhole||this.filter.state===`waiting`?!0:this.floor!==void 0&&Date.parse(e.last_at)>=Date.parse(this.floor)}};function Pr(e,{state:t,lineId:n}){return(t===void 0||e.state===t)&&(n===void 0||e.line_id===n)}function Fr(e,t){let n=[e.name,e.caller_name,e.number,e.number.replace(/\D/g,``),e.line,e.last_words,e.assignee,...e.tags,...Object.values(e.answers)].filter(e=>e!==null).join(`
`).toLocaleLowerCase();return t.toLocaleLowerCase().split(/\s+/).every(e=>n.includes(e))}var Ir=class{constructor(e,t,n){this.client=e,this.chosen=t,this.updated=n,this.isBusy=!1,this.listeners=new Set,this.heard=[],this.turn=0,this.hear=e=>{this.isBusy&&this.heard.push(e),this.pages.merge(e);for(let t of this.listeners)t(e);e.reload?this.show(this.filter):this.updated()},this.pages=new Nr(t)}get threads(){return this.pages.shown}get filter(){return this.chosen}get isWhole(){return this.pages.isWhole}get size(){return this.pages.size}listen(e){return this.listeners.add(e),()=>this.listeners.delete(e)}async open(){this.close(),this.unsubscribe=this.client.subscribe(this.hear),await this.unsubscribe.catch(()=>void 0),await this.show(this.filter)}async show(e){this.chosen=e,this.turn+=1,this.isBusy=!1,await this.read(new Nr(e))}async more(){this.isBusy||(this.pages.filter===this.chosen?this.pages.isWhole||await this.read(this.pages):await this.show(this.chosen))}close(){this.turn+=1,this.isBusy=!1,this.unsubscribe?.then(e=>e()).catch(()=>void 0),this.unsubscribe=void 0}async read(e){let{turn:t}=this,n=e.shown.length;this.isBusy=!0,this.heard=[],this.updated();try{for(;e.wanted!==void 0&&e.shown.length<n+25;){if(e.add(await this.client.list(e.wanted)),t!==this.turn)return;for(let t of this.heard)e.merge(t);(e.shown.length>0||e.isWhole)&&(this.pages=e),this.updated()}this.error=void 0}catch(e){if(t!==this.turn)return;this.error=e}this.isBusy=!1,this.updated()}},Lr=250,Rr=3,zr=50,Br=class{constructor(e,t){this.client=e,this.updated=t,this.isWhole=!1,this.known=new Map,this.turn=0}get found(){return[...this.known.values()]}look(e,t){this.close(),this.known.clear(),Vr(e)&&(this.timer=setTimeout(()=>void this.ask(e,t),Lr))}take(e){for(let t of e.changed)this.known.has(t.thread_id)&&this.known.set(t.thread_id,t);for(let t of e.gone)this.known.delete(t)}close(){clearTimeout(this.timer),this.turn+=1,this.isWhole=!1}async ask(e,{state:t,lineId:n}){let{turn:r}=this,i={...t===void 0?{}:{state:t},...n===void 0?{}:{line_id:n}};try{let{threads:t}=await this.client.list({search:e,limit:zr,...i});if(r!==this.turn)return;for(let e of t)this.known.set(e.thread_id,e);this.isWhole=t.length<zr,this.updated()}catch{}}};function Vr(e){return/^[\d\s+()./-]+$/.test(e)&&e.replace(/\D/g,``).length>=Rr}var X=class extends _t{constructor(...e){super(...e),this.narrow=!1,this.looked=``,this.announcement=``,this.version=0,this.begun=``,this.moves=!1,this.seen=()=>{let{open:e}=this,t=e?.conversation?.unread??0;e!==void 0&&t!==0&&document.visibilityState===`visible`&&e.client.markRead(e.threadId).catch(()=>void 0)}}connectedCallback(){super.connectedCallback(),document.addEventListener(`visibilitychange`,this.seen)}disconnectedCallback(){super.disconnectedCallback(),document.removeEventListener(`visibilitychange`,this.seen),this.end()}willUpdate(e){let t=this.server.current,{hass:n,entryId:r}=this;if(e.has(`entryId`)&&this.end(),n!==void 0&&r!==void 0&&this.isConnected){if(t?.status===`ready`||t?.status===`older`){let e=`${r} ${this.lineId??``} ${t.epoch}`;this.shop(r)!==void 0&&e!==this.begun&&this.begin(n,r,e,t)}this.list!==void 0&&this.open?.threadId!==this.threadId&&this.openThread(n),e.has(`threadId`)&&(this.announcement=``)}}updated(e){if(!e.has(`threadId`)||!this.moves)return;this.moves=!1;let t=this.threadId===void 0?`mctb-thread-list`:`mctb-conversation`,n=this.renderRoot.querySelector(t);n?.updateComplete.then(()=>{n.focus()})}render(){let{hass:e}=this;if(e===void 0)return E;let t=this.shop(this.entryId);if(t===void 0)return this.notices(e);let n=!this.narrow||this.threadId===void 0;return w`${this.notices(e)}
      <div class="panes">
        <div class="list" ?hidden=${!n}>${this.threads(e,t)}</div>
        ${this.threadId===void 0?this.narrow?E:w`<p class="choose">${z(e)(`choose`)}</p>`:this.conversation(e,t,this.threadId)}
      </div>`}notices(e){let t=z(e),n=this.server.current;switch(n?.status){case`older`:return w`<div class="notice" role="alert">
          <span>${t(`older`)}</span>
          <button
            class="action"
            @click=${()=>{location.reload()}}
          >
            ${t(`reload`)}
          </button>
        </div>`;case`away`:return w`<p class="notice" role="status">
          ${t(n.isConnected?`away`:`offline`)}
        </p>`;default:return E}}threads(e,t){let{list:n}=this;if(n===void 0)return E;let r=z(e),i=n.threads,a=this.looked!==``,o=a?this.matching(i):i;return w`<mctb-thread-filter
        .hass=${e}
        .lines=${this.lineId===void 0?t.lines:[]}
        .filter=${n.filter}
        @filtered=${e=>{n.show(e.detail),this.numbers?.look(this.looked,e.detail)}}
        @looked=${e=>{this.looked=e.detail,this.numbers?.look(this.looked,n.filter)}}
      ></mctb-thread-filter>
      <div class="scroll" aria-busy=${n.isBusy}>
        <mctb-thread-list
          .hass=${e}
          .threads=${o}
          .drafts=${this.answers?.drafts.byThread??new Map}
          .chosen=${this.threadId}
          .showLines=${this.lineId===void 0&&t.lines.length>1}
          .more=${!a&&!n.isWhole&&n.error===void 0}
          @thread-chosen=${e=>{this.choose(e.detail)}}
          @list-end=${()=>void n.more()}
        ></mctb-thread-list>
        ${o.length>0?E:w`<p class="empty" role="status">${this.none(e)}</p>`}
        ${a&&!n.isWhole?this.searchOn(e,n):E}
        ${this.why===void 0?E:w`<div class="notice" role="alert">
                <span>${r(`failed`,{why:this.why})}</span>
                <button class="action" @click=${()=>void n.open()}>${r(`again`)}</button>
              </div>`}
      </div>`}matching(e){let t=e.filter(e=>Fr(e,this.looked)),n=new Set(t.map(e=>e.thread_id)),r=(this.numbers?.found??[]).filter(e=>!n.has(e.thread_id)&&Pr(e,this.list?.filter??{}));return[...t,...r].sort(or)}none(e){let t=z(e);return this.list?.isBusy?t(`loading`):this.why===void 0?t(this.looked===``&&this.list?.filter.state===void 0?`empty`:`nothing_found`):E}searchOn(e,t){let n=z(e);return this.numbers?.isWhole?w`<p class="further"><span role="status">${n(`searched_numbers`)}</span></p>`:w`<p class="further">
      <span role="status">${n(`searched`,{n:t.size})}</span>
      <button class="action" ?disabled=${t.isBusy} @click=${()=>void t.more()}>
        ${n(`search_older`)}
      </button>
    </p>`}conversation(e,t,n){return w`<mctb-conversation
      class="open"
      .hass=${e}
      .shop=${t}
      .store=${this.open}
      .version=${this.version}
      .summary=${[...this.list?.threads??[],...this.numbers?.found??[]].find(e=>e.thread_id===n)}
      .answers=${this.answers}
      .announcement=${this.announcement}
      ?narrow=${this.narrow}
      ?offline=${this.server.current?.isConnected===!1}
      @back=${()=>{this.choose(void 0)}}
    ></mctb-conversation>`}choose(e){this.moves=!0,this.dispatchEvent(new CustomEvent(`conversation`,{detail:e??null}))}begin(e,t,n,r){let i=this.list?.filter,a=this.begun.startsWith(`${t} `);this.end(),this.begun=n;let o=new P(e.connection,t);a&&this.answers!==void 0||(this.answers=new _r(o,new Er(e.user?.id??``,t),()=>{this.version+=1,this.requestUpdate()}));let s=new Ir(o,{...a?i:{},...this.lineId===void 0?{}:{lineId:this.lineId}},()=>{this.explain(e,s),this.requestUpdate()});s.listen(e=>{e.reload&&r.refresh(),this.take(e)}),this.numbers=new Br(o,()=>{this.requestUpdate()}),this.numbers.look(this.looked,s.filter),this.list=s,s.open(),this.answers.resume()}end(){this.list?.close(),this.open?.close(),this.numbers?.close(),this.list=void 0,this.open=void 0,this.begun=``}openThread(e){if(this.open?.close(),this.open=void 0,this.threadId===void 0||this.entryId===void 0)return;let t=new vr(new P(e.connection,this.entryId),this.threadId,()=>{this.version+=1,this.seen(),this.requestUpdate()},n=>{this.announce(e,t.conversation,n)});this.open=t,t.load()}take(e){for(let t of e.gone)this.answers?.drafts.forget(t);this.open?.take(e),this.numbers?.take(e)}announce(e,t,n){if(t===void 0)return;let r=n.body??``;this.announcement=z(e)(`heard`,{who:J(t),words:r})}async explain(e,t){let{error:n}=t,r=n===void 0?void 0:await B(e,n);t===this.list&&t.error===n&&(this.why=r)}static{this.styles=[V,Mr]}};F([j()],X.prototype,`entryId`,void 0),F([j()],X.prototype,`lineId`,void 0),F([j({type:Number})],X.prototype,`threadId`,void 0),F([j({type:Boolean,reflect:!0})],X.prototype,`narrow`,void 0),F([M()],X.prototype,`looked`,void 0),F([M()],X.prototype,`why`,void 0),F([M()],X.prototype,`announcement`,void 0);
/**
* @license
* Copyright 2020 Google LLC
* SPDX-License-Identifier: BSD-3-Clause
*/var Hr=Mn(class extends Nn{constructor(e){if(super(e),e.type!==G.PROPERTY&&e.type!==G.ATTRIBUTE&&e.type!==G.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!In(e))throw Error("`live` bindings can only contain a single expression")}render(e){return e}update(e,[t]){if(t===T||t===E)return t;let n=e.element,r=e.name;if(e.type===G.PROPERTY){if(t===n[r])return T}else if(e.type===G.BOOLEAN_ATTRIBUTE){if(!!t===n.hasAttribute(r))return T}else if(e.type===G.ATTRIBUTE&&n.getAttribute(r)===t+``)return T;return zn(e),t}}),Ur=[`quoted`,`booked`,`won`,`lost`,`closed`],Wr=[`waiting`,`missed`,`texted`,`replied`,...Ur],Gr=[`quoted`,`booked`,`won`],Z=class extends I{constructor(...e){super(...e),this.offline=!1,this.isBusy=!1}willUpdate(e){let t=e.get(`thread`);e.has(`thread`)&&t!==void 0&&t.thread_id!==this.thread?.thread_id&&(this.form=void 0,this.failure=void 0)}render(){let{hass:e,shop:t,thread:n}=this;if(e===void 0||t===void 0||n===void 0)return E;let r=z(e);return w`
      <div class="row" role="group" aria-label=${r(`became`)}>
        <span class="label">${r(`became`)}</span>
        ${Ur.map(e=>this.stageButton(e,n,r(e)))}
      </div>
      ${this.form===void 0?E:this.openForm(this.form,e,n)}
      <div class="row">
        ${this.team(t,n,e)}
        <button
          class="action"
          aria-expanded=${this.form===`note`}
          @click=${()=>{this.toggle(`note`)}}
        >
          <ha-icon icon="mdi:note-plus-outline"></ha-icon>${r(`add_note`)}
        </button>
      </div>
      ${this.failure===void 0?E:w`<p class="failure" role="alert" dir="auto">${this.failure}</p>`}
    `}stageButton(e,t,n){let r=Gr.includes(e);return w`<button
      class="action"
      aria-pressed=${t.stage===e}
      aria-expanded=${r?this.form===e:E}
      ?disabled=${this.isBusy||this.offline}
      @click=${()=>{r?this.toggle(e):this.tell(n=>n.resolve(t.thread_id,e))}}
    >
      ${t.stage===e?w`<ha-icon icon="mdi:check"></ha-icon>`:E}${n}
    </button>`}openForm(e,t,n){let r=z(t),i=e===`note`?r(`note`):r(`value`,{currency:n.currency});return w`<form class="row" @submit=${this.submit}>
      <label>
        <span class="label">${e===`note`?E:w`${r(e)}: `}${i}</span>
        ${e===`note`?w`<textarea class="field" name="told" rows="2" dir="auto" required></textarea>`:w`<input
                class="field"
                name="told"
                type="number"
                inputmode="decimal"
                min="0"
                step="any"
                .value=${n.value===null?``:String(n.value)}
              />`}
      </label>
      <button class="action main" ?disabled=${this.isBusy||this.offline}>${r(`save`)}</button>
      <button
        class="action"
        type="button"
        @click=${()=>{this.form=void 0}}
      >
        ${r(`cancel`)}
      </button>
    </form>`}team(e,t,n){if(e.team.length===0)return E;let r=z(n);return w`<label class="row">
      <span class="label">${r(`assigned`)}</span>
      <select
        class="field"
        ?disabled=${this.isBusy||this.offline}
        .value=${Hr(t.assignee_id??``)}
        @change=${e=>{if(!(e.target instanceof HTMLSelectElement))return;let n=e.target.value||null;this.tell(e=>e.assign(t.thread_id,n))}}
      >
        <option value="" ?selected=${t.assignee_id===null}>${r(`nobody`)}</option>
        ${e.team.map(e=>w`<option value=${e.id} ?selected=${t.assignee_id===e.id}>
              ${e.name}
            </option>`)}
      </select>
    </label>`}updated(e){e.has(`form`)&&this.form!==void 0&&this.renderRoot.querySelector(`form .field`)?.focus()}toggle(e){this.form=this.form===e?void 0:e}submit(e){e.preventDefault();let{form:t,thread:n}=this,r=this.renderRoot.querySelector(`form [name=told]`);if(n===void 0||t===void 0||r===null)return;let i=r.value.trim();if(t===`note`){i!==``&&this.tell(e=>e.note(n.thread_id,i));return}let a=i===``?void 0:Number(i);this.tell(e=>e.resolve(n.thread_id,t,a))}async tell(e){let{client:t,hass:n}=this;if(t!==void 0&&n!==void 0){this.isBusy=!0,this.failure=void 0;try{await e(t),this.form=void 0}catch(e){let t=await B(n,e);this.failure=z(n)(`failed`,{why:t})}this.isBusy=!1,this.dispatchEvent(new CustomEvent(`told`))}}static{this.styles=[V,o`
      :host {
        display: grid;
        gap: var(--mct-gap);
        padding: 8px 16px;
        border-block-end: 1px solid var(--mct-line);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: var(--mct-gap);
      }
      label.row {
        align-items: center;
      }
      .label {
        color: var(--mct-soft);
        align-self: center;
      }
      form label {
        display: grid;
        flex: 1;
        gap: 4px;
        min-inline-size: min(100%, 220px);
      }
      [aria-pressed="true"] {
        border-color: var(--primary-color);
        background: color-mix(in srgb, var(--primary-color) 14%, transparent);
      }
      .failure {
        margin: 0;
        color: var(--primary-text-color);
        border-inline-start: 4px solid var(--mct-urgent);
        padding-inline-start: 8px;
      }
    `]}};F([j({attribute:!1})],Z.prototype,`client`,void 0),F([j({attribute:!1})],Z.prototype,`shop`,void 0),F([j({attribute:!1})],Z.prototype,`thread`,void 0),F([j({type:Boolean})],Z.prototype,`offline`,void 0),F([M()],Z.prototype,`form`,void 0),F([M()],Z.prototype,`isBusy`,void 0),F([M()],Z.prototype,`failure`,void 0);var Kr=class extends I{constructor(...e){super(...e),this.lines=[],this.filter={}}render(){if(this.hass===void 0)return E;let e=z(this.hass);return w`<input
        class="field"
        type="search"
        dir="auto"
        placeholder=${e(`search`)}
        aria-label=${e(`search`)}
        @input=${this.looked}
      />
      <select class="field" aria-label=${e(`show_state`)} @change=${this.chosen} name="state">
        <option value="">${e(`all_states`)}</option>
        ${Wr.map(t=>this.option(t,e(`state_${t}`),this.filter.state))}
      </select>
      ${this.lines.length<2?E:w`<select
              class="field"
              aria-label=${e(`show_line`)}
              @change=${this.chosen}
              name="line"
            >
              <option value="">${e(`all_lines`)}</option>
              ${this.lines.map(e=>this.option(e.id,e.name,this.filter.lineId))}
            </select>`}`}option(e,t,n){return w`<option value=${e} ?selected=${e===n}>${t}</option>`}looked(e){e.target instanceof HTMLInputElement&&this.dispatchEvent(new CustomEvent(`looked`,{detail:e.target.value.trim()}))}chosen(){let e=e=>this.renderRoot.querySelector(`[name=${e}]`)?.value??``,t=Wr.find(t=>t===e(`state`)),n=this.lines.length<2?this.filter.lineId:e(`line`)||void 0,r={...t===void 0?{}:{state:t},...n===void 0?{}:{lineId:n}};this.dispatchEvent(new CustomEvent(`filtered`,{detail:r}))}static{this.styles=[V,o`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: var(--mct-gap);
        padding: 8px 16px;
        border-block-end: 1px solid var(--mct-line);
      }
      .field {
        flex: 1 1 120px;
        min-inline-size: 0;
      }
    `]}};F([j({attribute:!1})],Kr.prototype,`lines`,void 0),F([j({attribute:!1})],Kr.prototype,`filter`,void 0);var Q=class extends I{constructor(...e){super(...e),this.threads=[],this.drafts=new Map,this.more=!1,this.showLines=!1}focus(){this.button(this.chosen??this.current??this.threads[0]?.thread_id)?.focus()}disconnectedCallback(){super.disconnectedCallback(),this.observer?.disconnect(),this.observer=void 0}updated(){let e=this.renderRoot.querySelector(`.end`);this.observer?.disconnect(),this.observer=void 0,e!==null&&`IntersectionObserver`in window&&(this.observer=new IntersectionObserver(e=>{e.some(e=>e.isIntersecting)&&this.fire(`list-end`)}),this.observer.observe(e))}render(){if(this.hass===void 0)return E;let e=z(this.hass),t=this.threads.some(e=>e.thread_id===this.current)?this.current:this.chosen??this.threads[0]?.thread_id;return w`<ul aria-label=${e(`conversations`)} @keydown=${this.walk}>
        ${Un(this.threads,e=>e.thread_id,e=>w`<li>${this.row(e,e.thread_id===t)}</li>`)}
      </ul>
      ${this.more?w`<button
              class="end"
              @click=${()=>{this.fire(`list-end`)}}
            >
              ${e(`show_more`)}
            </button>`:E}`}row(e,t){if(this.hass===void 0)return E;let n=z(this.hass),r=L(this.hass),i=e.thread_id===this.chosen;return w`<button
      class="row ${e.unread>0?`unread`:``}"
      data-id=${e.thread_id}
      tabindex=${t?0:-1}
      aria-current=${i?`true`:E}
      @focus=${()=>{this.current=e.thread_id}}
      @click=${()=>{this.fire(`thread-chosen`,e.thread_id)}}
    >
      <span class="top">
        <bdi class="name">${J(e)}</bdi>
        ${e.unread>0?w`<span class="count" aria-hidden="true">${r.number(e.unread)}</span
                ><span class="unseen">${n(`unread`,{n:e.unread})}</span>`:E}
        <time datetime=${e.last_at}>${r.shortMoment(e.last_at,new Date)}</time>
      </span>
      ${this.preview(e)}
      <span class="foot">
        ${fr(e,n)}
        ${this.showLines?w`<bdi class="line">${e.line}</bdi>`:E}
        ${e.assignee===null?E:w`<bdi class="line">${e.assignee}</bdi>`}
      </span>
    </button>`}preview(e){if(this.hass===void 0)return E;let t=z(this.hass),n=this.drafts.get(e.thread_id);if(n!==void 0)return w`<span class="words" dir="auto">${t(`draft`,{words:Jr(n)})}</span>`;if(e.last_words===null)return E;let r=Jr(e.last_words);return w`<span class="words" dir="auto"
      >${e.last_words_theirs?r:t(`you_wrote`,{words:r})}</span
    >`}walk(e){let t=this.threads.map(e=>e.thread_id),n=t.indexOf(this.current??-1),r={ArrowDown:n+1,ArrowUp:n-1,Home:0,End:t.length-1}[e.key];r!==void 0&&(e.preventDefault(),this.button(t[Math.max(0,Math.min(r,t.length-1))])?.focus())}button(e){return this.renderRoot.querySelector(`.row[data-id="${e??``}"]`)}fire(e,t){this.dispatchEvent(new CustomEvent(e,{detail:t}))}static{this.styles=[V,pr,o`
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      .row {
        display: grid;
        gap: 4px;
        inline-size: 100%;
        min-block-size: 48px;
        padding: 12px 16px;
        border: 0;
        border-block-end: 1px solid var(--mct-line);
        background: none;
        text-align: start;
      }
      .row:hover {
        background: color-mix(in srgb, var(--primary-text-color) 4%, transparent);
      }
      .row[aria-current] {
        background: color-mix(in srgb, var(--primary-color) 12%, transparent);
      }
      .top,
      .foot {
        display: flex;
        align-items: center;
        gap: var(--mct-gap);
        min-inline-size: 0;
      }
      .foot {
        flex-wrap: wrap;
      }
      .name {
        flex: 1;
        min-inline-size: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-weight: 500;
      }
      .unread .words {
        color: var(--primary-text-color);
        font-weight: 500;
      }
      .count {
        min-inline-size: 20px;
        padding-inline: 6px;
        border-radius: 999px;
        background: var(--primary-color);
        color: var(--text-primary-color, #fff);
        font-size: 12px;
        line-height: 20px;
        text-align: center;
      }
      time,
      .line,
      .words {
        color: var(--mct-soft);
        font-size: 13px;
      }
      .words {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .end {
        inline-size: 100%;
        min-block-size: 48px;
        border: 0;
        background: none;
        color: var(--primary-color);
      }
    `]}};F([j({attribute:!1})],Q.prototype,`threads`,void 0),F([j({attribute:!1})],Q.prototype,`drafts`,void 0),F([j({type:Number})],Q.prototype,`chosen`,void 0),F([j({type:Boolean})],Q.prototype,`more`,void 0),F([j({type:Boolean})],Q.prototype,`showLines`,void 0),F([M()],Q.prototype,`current`,void 0);var qr=120;function Jr(e){let t=e.replace(/\s+/g,` `),n=Array.from(t.slice(0,240));return n.length<=qr?t:`${n.slice(0,qr).join(``)}…`}function Yr(e){let t=Math.max(1,...e.map(e=>Math.max(e.missed,e.recovered))),n=e=>e===0?0:Math.max(2,Math.round(100*e/t));return e.map(({missed:e,recovered:t})=>({missed:n(e),recovered:n(t)}))}var Xr=class extends I{constructor(...e){super(...e),this.months=[],this.tellLatest=()=>{this.told=void 0}}render(){let{hass:e,months:t}=this;if(e===void 0)return E;let n=U.of(e);if(t.every(e=>e.missed===0&&e.recovered===0))return w`<p>${n(`no_trend`)}</p>`;let r=new wt(e.locale),i=t.length-1,a=Math.min(this.told??i,i),o=t.map(t=>this.words(t,r,n,e)),s=Yr(t);return w`<h3 id="title">${n(`trend`)}</h3>
      <p class="legend" aria-hidden="true">
        <span class="missed">${n(`missed`)}</span>
        <span class="recovered">${n(`recovered`)}</span>
      </p>
      <div
        class="chart"
        role="group"
        aria-labelledby="title"
        @keydown=${this.walk}
        @pointerleave=${this.tellLatest}
        @focusout=${this.tellLatest}
      >
        ${t.map((e,t)=>{let n=()=>{this.told=t};return w`<div
            class="month"
            role="img"
            aria-label=${o[t]}
            tabindex=${t===a?0:-1}
            @focus=${n}
            @pointerenter=${n}
            @click=${n}
          >
            <span class="bars">
              <span class="bar missed" style="block-size:${s[t]?.missed??0}%"></span>
              <span class="bar recovered" style="block-size:${s[t]?.recovered??0}%"></span>
            </span>
            <span class="name">${r.month(e.month,`narrow`)}</span>
          </div>`})}
      </div>
      <p class="told" aria-hidden="true">${o[a]}</p>`}words(e,t,n,r){let i=L(r);return n(`of_month`,{month:t.month(e.month,`long`),missed:i.number(e.missed),recovered:i.number(e.recovered)})}walk(e){let t=[...this.renderRoot.querySelectorAll(`.month`)],n=t.indexOf(e.target),r=getComputedStyle(this).direction===`rtl`?-1:1,i={ArrowRight:n+r,ArrowLeft:n-r,Home:0,End:t.length-1}[e.key];i!==void 0&&(e.preventDefault(),t[Math.max(0,Math.min(i,t.length-1))]?.focus())}static{this.styles=[V,o`
      :host {
        display: block;
        --missed: color-mix(in srgb, var(--mct-soft) 55%, transparent);
        --recovered: var(--success-color, #43a047);
      }
      :host(:dir(rtl)) {
        text-align: right;
      }
      h3,
      p {
        margin: 0;
        font-size: 14px;
        font-weight: 500;
      }
      p {
        color: var(--mct-soft);
        font-size: 13px;
        font-weight: 400;
      }
      .legend {
        display: flex;
        gap: 16px;
        margin-block: 4px 8px;
      }
      .legend span {
        display: flex;
        align-items: center;
        gap: 6px;
      }
      .legend span::before {
        content: "";
        inline-size: 10px;
        block-size: 10px;
        border-radius: 2px;
        background: var(--missed);
      }
      .legend .recovered::before {
        background: var(--recovered);
      }
      .chart {
        display: flex;
        block-size: 128px;
      }
      .month {
        flex: 1;
        min-inline-size: 0;
        display: flex;
        flex-direction: column;
        padding-inline: 1px;
        border-radius: 4px;
      }
      .month:hover,
      .month:focus {
        background: color-mix(in srgb, var(--primary-text-color) 6%, transparent);
      }
      .bars {
        flex: 1;
        display: flex;
        align-items: flex-end;
        justify-content: center;
        gap: 1px;
        border-block-end: 1px solid var(--mct-line);
      }
      .bar {
        flex: 1;
        max-inline-size: 14px;
        border-start-start-radius: 3px;
        border-start-end-radius: 3px;
        background: var(--missed);
      }
      .bar.recovered {
        background: var(--recovered);
      }
      .name {
        text-align: center;
        color: var(--mct-soft);
        font-size: 12px;
        line-height: 20px;
      }
      .told {
        min-block-size: 1.5em;
        text-align: center;
      }
    `]}};F([j({attribute:!1})],Xr.prototype,`months`,void 0),F([M()],Xr.prototype,`told`,void 0);var Zr=`https://github.com/missed-call-textback/missed-call-textback`;function Qr(e){customElements.whenDefined(`home-assistant`).then(()=>{for(let[t,n]of Object.entries(e))customElements.get(t)===void 0&&customElements.define(t,n)})}function $r(e){window.customCards??=[],window.customCards.some(t=>t.type===e.type)||window.customCards.push({...e,preview:!0,documentationURL:Zr})}var ei=`missed_call_textback`,ti=`/_my_redirect/config_flow_start?domain=${ei}`,ni=`/config/integrations/integration/${ei}`;function ri(e,t,n){let{shops:r,not_open:i}=e,a=i.map(({entry_id:e,title:t})=>li(t,e,[[di(fi(n(`not_open`,{title:t}),ni))]])),o=[...r.map(e=>oi(e,t,n)),...a];return o.length>0?o:[ii(pi(t,n),n)]}function ii(e,t){return li(t(`name`),`none`,[[di(e)]])}function ai(e){return Object.values(e.entities).filter(e=>e?.platform===ei)}function oi(e,t,n){let r=ai(t).filter(e=>e.hidden!==!0),i=t=>({type:`custom:${t}`,shop:e.entry_id});return li(e.title,e.entry_id,[[ui(n(`waiting`),`mdi:message-text`),i($t)],[i(vn)],[i(Yt),...e.lines.flatMap(e=>si(e,r)),...ci(e,r,t,n),i(Cn)]])}function si(e,t){let n=t.find(t=>t.device_id===e.device_id&&t.translation_key===`open`),r=e.automatic_entity;return[ui(e.name,`mdi:phone`),...r===null?[]:[{...$(r),features:[{type:`toggle`}]}],...n===void 0?[]:[$(n.entity_id)]]}function ci(e,t,n,r){let i=r=>t.find(t=>{let i=n.devices[t.device_id??``]?.config_entries?.includes(e.entry_id)??!1;return t.translation_key===r&&i})?.entity_id,a=i(`closed_until`),o=i(`open_again`);if(a===void 0)return[];let s={condition:`state`,entity:a};return[ui(r(`close`),`mdi:store-clock`),{...$(a),hide_state:!0,visibility:[{...s,state:`unknown`}]},{...$(a),visibility:[{...s,state_not:`unknown`}]},...o===void 0?[]:[{...$(o),hide_state:!0,visibility:[{condition:`state`,entity:o,state_not:`unavailable`}]}]]}function li(e,t,n){return{title:e,path:t,type:`sections`,icon:`mdi:phone-missed`,max_columns:3,dense_section_placement:!0,sections:n.map(e=>({type:`grid`,cards:e}))}}function ui(e,t){return{type:`heading`,heading:e,icon:t}}function $(e){return{type:`tile`,entity:e,name:{type:`entity`},grid_options:{columns:12}}}function di(e){return{type:`markdown`,content:e}}function fi(e,t){return e.replace(`{link}`,t)}function pi(e,t){return e.user?.is_admin===!0?fi(t(`no_shop`),ti):t(`no_right`)}var mi=R({en:{name:`Missed calls`,description:`Who waits for an answer, what was won back, when calls are missed, and your lines.`,waiting:`Conversations`,lines:`Lines`,close:`Close for a while`,no_shop:`**No shop is set up yet**, or none that you may see.

[Set up Missed Call Text-Back]({link})`,no_right:`**There is no shop that you may see.** Ask an administrator for the right to control its entities.`,not_open:`**{title}** is not running at the moment. It shows here once it does; [look at the integration]({link}) if that takes long.`},es:{name:`Llamadas perdidas`,description:`Quién espera respuesta, qué se recuperó, cuándo se pierden llamadas y sus líneas.`,waiting:`Conversaciones`,lines:`Líneas`,close:`Cerrar por un tiempo`,no_shop:`**Aún no hay ningún negocio configurado**, o ninguno que pueda ver.

[Configurar Missed Call Text-Back]({link})`,no_right:`**No hay ningún negocio que pueda ver.** Pida a un administrador permiso para controlar sus entidades.`,not_open:`**{title}** no está en marcha en este momento. Aparecerá aquí cuando lo esté; [mire la integración]({link}) si tarda.`},fr:{name:`Appels manqués`,description:`Qui attend une réponse, ce qui a été récupéré, quand des appels sont manqués, et vos lignes.`,waiting:`Conversations`,lines:`Lignes`,close:`Fermer un moment`,no_shop:`**Aucun commerce n'est encore configuré**, ou aucun que vous puissiez voir.

[Configurer Missed Call Text-Back]({link})`,no_right:`**Il n'y a aucun commerce que vous puissiez voir.** Demandez à un administrateur le droit de contrôler ses entités.`,not_open:`**{title}** ne fonctionne pas en ce moment. Il s'affichera ici dès que possible ; [voyez l'intégration]({link}) si cela dure.`},de:{name:`Verpasste Anrufe`,description:`Wer auf Antwort wartet, was zurückgewonnen wurde, wann Anrufe verpasst werden, und Ihre Anschlüsse.`,waiting:`Gespräche`,lines:`Anschlüsse`,close:`Vorübergehend schließen`,no_shop:`**Noch ist kein Betrieb eingerichtet**, oder keiner, den Sie sehen dürfen.

[Missed Call Text-Back einrichten]({link})`,no_right:`**Es gibt keinen Betrieb, den Sie sehen dürfen.** Bitten Sie einen Administrator um das Recht, seine Entitäten zu steuern.`,not_open:`**{title}** läuft gerade nicht. Sobald es läuft, steht es hier; [sehen Sie nach der Integration]({link}), wenn es lange dauert.`},it:{name:`Chiamate perse`,description:`Chi aspetta una risposta, che cosa è stato recuperato, quando si perdono chiamate, e le sue linee.`,waiting:`Conversazioni`,lines:`Linee`,close:`Chiudere per un po'`,no_shop:`**Nessun negozio è ancora configurato**, o nessuno che lei possa vedere.

[Configurare Missed Call Text-Back]({link})`,no_right:`**Non c'è nessun negozio che lei possa vedere.** Chieda a un amministratore il diritto di controllare le sue entità.`,not_open:`**{title}** al momento non è in funzione. Apparirà qui appena lo sarà; [guardi l'integrazione]({link}) se ci mette molto.`}}),hi=`missed-call-textback`,gi=`ll-strategy-dashboard-${hi}`,_i=new WeakMap,vi=class extends HTMLElement{static async generate(e,t){let n=mi.of(t);try{return{views:ri(await Ye(t.connection),t,n)}}catch{return{views:[ii(z(t)(`away`),n)]}}}static getCreateSuggestions(){return{title:mi.ofPage()(`name`),icon:`mdi:chart-box`}}static shouldRegenerate(e,t,n){return t.entities!==n.entities||t.devices!==n.devices||t.states!==n.states&&yi(t)!==yi(n)}static{this.noEditor=!0}};function yi(e){let t=_i.get(e.entities);return t===void 0&&(t=ai(e).filter(e=>e.translation_key===`automatic`).map(e=>e.entity_id),_i.set(e.entities,t)),t.filter(t=>(e.states[t]?.state??`unavailable`)!==`unavailable`).length}function bi(e){let t=mi.ofPage();window.customStrategies??=[],window.customStrategies.some(e=>e.type===`missed-call-textback`)||window.customStrategies.push({type:hi,strategyType:`dashboard`,name:t(`name`),description:t(`description`),documentationURL:e})}function xi(e){let[t,n]=e.split(`/`).filter(e=>e!==``);if(t===void 0)return{};let r=Number(n);return Number.isSafeInteger(r)&&r>0?{entryId:Si(t),threadId:r}:{entryId:Si(t)}}function Si(e){try{return decodeURIComponent(e)}catch{return e}}function Ci({entryId:e,threadId:t}){if(e===void 0)return``;let n=`/${encodeURIComponent(e)}`;return t===void 0?n:`${n}/${t}`}var wi=`missed-call-textback-panel`,Ti=class extends _t{constructor(...e){super(...e),this.narrow=!1}get wantedShop(){return xi(this.route?.path??``).entryId}render(){let{hass:e}=this;if(e===void 0)return E;let t=xi(this.route?.path??``),n=this.shop(t.entryId);return w`${this.narrow&&t.threadId!==void 0?E:this.toolbar(e,n)}
      <main>
        ${n===void 0&&this.server.current?.status===`ready`?w`<p role="status">${this.withoutShop(e)}</p>`:w`<mctb-inbox
                .hass=${e}
                .entryId=${n?.entry_id}
                .threadId=${t.threadId}
                ?narrow=${this.narrow}
                @conversation=${e=>{this.open(n,e.detail??void 0)}}
              ></mctb-inbox>`}
      </main>`}withoutShop(e){let t=z(e),n=this.closedShop;return n===void 0?t(`no_shop`):t(`closed_shop`,{shop:n.title})}toolbar(e,t){let n=z(e),r=this.server.current?.shops??[];return w`<header>
      <ha-menu-button .hass=${e} .narrow=${this.narrow}></ha-menu-button>
      <h1>${n(`title`)}</h1>
      ${r.length<2?E:w`<select
              class="field"
              aria-label=${n(`shop`)}
              @change=${e=>{e.target instanceof HTMLSelectElement&&this.go({entryId:e.target.value},!0)}}
            >
              ${r.map(e=>w`<option value=${e.entry_id} ?selected=${e===t}>
                    ${e.title}
                  </option>`)}
            </select>`}
    </header>`}open(e,t){if(e===void 0)return;let n=e.entry_id;if(t!==void 0){let e=xi(this.route?.path??``).threadId!==void 0;this.go({entryId:n,threadId:t},e)}else Ei(history.state)?history.back():this.go({entryId:n},!0)}go(e,t){let n=`${this.route?.prefix??``}${Ci(e)}`,r=e.threadId!==void 0&&(!t||Ei(history.state))?{missedCallTextback:!0}:null;t?history.replaceState(r,``,n):history.pushState(r,``,n),window.dispatchEvent(new CustomEvent(`location-changed`,{detail:{replace:t}}))}static{this.styles=[V,o`
      :host {
        display: flex;
        flex-direction: column;
        /* Home Assistant pads what a phone's edges cover, and gives no height of its own. */
        block-size: calc(
          100dvh - var(--safe-area-inset-top, 0px) - var(--safe-area-inset-bottom, 0px)
        );
        background: var(--primary-background-color);
      }
      header {
        display: flex;
        align-items: center;
        gap: var(--mct-gap);
        min-block-size: var(--header-height, 56px);
        padding-inline: 4px 16px;
        background: var(--app-header-background-color, var(--primary-color));
        color: var(--app-header-text-color, var(--text-primary-color));
        border-block-end: var(--app-header-border-bottom, none);
      }
      h1 {
        flex: 1;
        margin: 0;
        font-size: 20px;
        font-weight: 400;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      header .field {
        color: var(--primary-text-color);
      }
      main {
        flex: 1;
        min-block-size: 0;
      }
      main p {
        padding: 16px;
      }
    `]}};F([j({type:Boolean,reflect:!0})],Ti.prototype,`narrow`,void 0),F([j({attribute:!1})],Ti.prototype,`route`,void 0),F([j({attribute:!1})],Ti.prototype,`panel`,void 0);function Ei(e){return typeof e==`object`&&!!e&&`missedCallTextback`in e}Qr({"mctb-composer":W,"mctb-conversation":Y,"mctb-inbox":X,"mctb-outcome":Z,"mctb-thread-filter":Kr,"mctb-thread-list":Q,"mctb-trend":Xr,[$t]:tn,[vn]:bn,[Yt]:Zt,[Cn]:wn,[gi]:vi,[wi]:Ti});for(let[e,t]of[[$t,Et(document.documentElement.lang||navigator.language)],[vn,U.ofPage()],[Yt,vt.ofPage()],[Cn,Sn.ofPage()]])$r({type:e,name:t(`card_name`),description:t(`card_description`),getEntitySuggestion:Jt(e)});bi(Zr);