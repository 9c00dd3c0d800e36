// The one name that the scripts of the site share. An element of a page with this id cannot take its
// place: a variable comes before the elements of a window.
var runbookSite = {};
