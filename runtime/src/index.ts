/** The proxy as a library: load a configuration, start what it says. The program `dlp-proxy` is made of no more. */
export type { Config } from './config/config.ts';
export { type ConfigLoading, loadConfig } from './config/load-config.ts';
export type { Log } from './log/logger.ts';
export { type ProxyParts, realParts } from './proxy/parts.ts';
export type { RunningProxy } from './proxy/running-proxy.ts';
export { type ProxyStart, startProxy } from './proxy/start-proxy.ts';
