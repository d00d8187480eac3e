/** Said beside `npm install --global …` of a package that only some need: this program finds what is installed where it is itself. */
export const WITHOUT_GLOBAL = 'without --global in the folder where the program is, if it was not installed with it';
