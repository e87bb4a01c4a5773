/* The focus goes to what is wrong, or to the notice that the address names, so that it is read out first. */

(document.querySelector("[data-error-summary]") ?? document.querySelector(".notice:target"))?.focus();
