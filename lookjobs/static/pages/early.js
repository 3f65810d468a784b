// Before the first paint: pages know that scripts run, so nothing moves afterwards.
document.documentElement.classList.add("js");
