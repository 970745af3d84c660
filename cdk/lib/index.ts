export { DistributionAlarms, type DistributionAlarmsProps, FunctionAlarms, type FunctionAlarmsProps } from './alarms.ts';
export { edgeLogGroup } from './edge-function.ts';
export { Firewall } from './firewall.ts';
export { ImageDelivery } from './image-delivery.ts';
export type { ImageDeliveryProps } from './image-delivery-props.ts';
export { Mistake } from './mistake.ts';
export { type Outputs, print, type Said } from './outputs.ts';
