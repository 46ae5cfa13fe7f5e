// Mantine's mixins (`light-dark()`, `@mixin hover`, `rem()`) in our CSS modules.
module.exports = { plugins: { 'postcss-preset-mantine': {} } };
