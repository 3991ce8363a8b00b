/** A setting in the environment that can't be used; the message says which and why. */
export class ConfigurationError extends Error {}
