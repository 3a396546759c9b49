/** Contents on their way between devices: pulled, over connections of their own that both sides' device keys prove. */
package dev.till.node.files.transfer;
