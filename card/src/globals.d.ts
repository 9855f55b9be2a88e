// What the bundler puts in.
declare const __VERSION__: string;
