// Imported first by the commands of production: what is imported after it looks at NODE_ENV.
Object.assign(process.env, { NODE_ENV: process.env.NODE_ENV || 'production' })
