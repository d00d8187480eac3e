import type { Selectors } from '../select-fields.ts';

/** What a write can set and a selector read: plain values (reference, section 2.9). */
const WRITTEN_TEXTS = [
  'ParentSKU', 'AccountingCode', 'Virtual', 'Brand', 'Name', 'Model', 'SortOrder1', 'SortOrder2', 'RRP', 'DefaultPrice',
  'DefaultPurchasePrice', 'PromotionPrice', 'PromotionStartDate', 'PromotionExpiryDate', 'DateArrival', 'CostPrice',
  'UnitOfMeasure', 'BaseUnitOfMeasure', 'BaseUnitPerQuantity', 'BuyUnitQuantity', 'SellUnitQuantity', 'PreOrderQuantity',
  'PickPriority', 'PickZone', 'RestrictedToUserGroup', 'Approved', 'ApprovedForPOS', 'IsActive', 'Visible', 'TaxCategory',
  'TaxFreeItem', 'TaxInclusive', 'AuGstExempt', 'NzGstExempt', 'SearchKeywords', 'ShortDescription', 'Description',
  'TermsAndConditions', 'Features', 'Specifications', 'Warranty', 'ArtistOrAuthor', 'Format', 'ModelNumber', 'Subtitle',
  'AvailabilityDescription', 'ImageURL', 'BrochureURL', 'ProductURL', 'UPC', 'UPC1', 'UPC2', 'UPC3', 'Type', 'SubType',
  'NumbersOfLabelsToPrint', 'ReferenceNumber', 'InternalNotes', 'BarcodeHeight', 'IsInventoried', 'IsBought', 'IsSold',
  'ExpenseAccount', 'PurchaseTaxCode', 'CostOfSalesAccount', 'IncomeAccount', 'AssetAccount', 'ItemHeight', 'ItemLength',
  'ItemWidth', 'ShippingHeight', 'ShippingLength', 'ShippingWidth', 'ShippingWeight', 'CubicWeight', 'HandlingTime',
  'SupplierItemCode', 'SplitForWarehousePicking', 'eBayDescription', 'PrimarySupplier', 'DisplayTemplate',
  'EditableKitBundle', 'RequiresPackaging', 'ItemURL', 'CustomContent', 'CustomNonDelivery', 'SEOPageTitle',
  'SEOMetaKeywords', 'SEOPageHeading', 'SEOMetaDescription', 'SEOCanonicalURL', 'AutomaticURL', 'IsAsset', 'IsServiceItem',
  'WhenToRepeatOnStandingOrders', 'SerialTracking', 'Group', 'ShippingCategory', 'HSTariffNumber', 'Job',
  'MonthlySpendRequirement', ...Array.from({ length: 52 }, (_, index) => `Misc${String(index + 1).padStart(2, '0')}`),
]; // biome-ignore format: a table

const WRITTEN_NESTED = [
  'Images', 'FreeGifts', 'CrossSellProducts', 'UpsellProducts', 'KitComponents', 'PriceGroups', 'Categories',
  'RelatedContents', 'ItemSpecifics', 'eBayItems', 'eBayProductIDs', 'SalesChannels', 'WarehouseLocations',
]; // biome-ignore format: a table

/** Kept, and no selector reads them. */
const WRITE_ONLY = ['RestockQty', 'ReorderQty', 'RestockWarningLevel', 'ApprovedForMobileStore'];

const READ_ONLY = [
  'QuantityPerScan', 'IsNetoUtility', 'IsGiftVoucher', 'OriginCountry', 'CommittedQuantity', 'AvailableSellQuantity',
  'DateAdded', 'DateUpdated', 'DateCreatedLocal', 'DateCreatedUTC', 'IsVariant', 'VariantInventoryIDs', 'DateArrivalUTC',
  ...['DateAdded', 'DateUpdated', 'PromotionStartDate', 'PromotionExpiryDate'].flatMap((name) => [
    `${name}Local`, `${name}UTC`,
  ]),
]; // biome-ignore format: a table

export const ITEM_SELECTORS: Selectors = {
  texts: new Set([...WRITTEN_TEXTS, ...READ_ONLY]),
  nested: new Set([...WRITTEN_NESTED, 'WarehouseQuantity', 'eBayActiveItems']),
};

/** What a write can set; anything else in a request is passed over without a word. */
export const ITEM_WRITABLE: ReadonlySet<string> = new Set([...WRITTEN_TEXTS, ...WRITTEN_NESTED, ...WRITE_ONLY]);

export const ITEM_BOOLEANS: ReadonlySet<string> = new Set([
  'Virtual', 'Approved', 'ApprovedForPOS', 'ApprovedForMobileStore', 'IsActive', 'Visible', 'TaxFreeItem', 'TaxInclusive',
  'AuGstExempt', 'NzGstExempt', 'IsInventoried', 'IsBought', 'IsSold', 'SplitForWarehousePicking', 'EditableKitBundle',
  'RequiresPackaging', 'AutomaticURL', 'IsAsset', 'IsServiceItem', 'SerialTracking',
]); // biome-ignore format: a table

export const ITEM_LIMITS: Readonly<Record<string, number>> = {
  ParentSKU: 25, AccountingCode: 50, Brand: 50, Name: 150, Model: 150, UnitOfMeasure: 10, BaseUnitOfMeasure: 10,
  PickZone: 25, RestrictedToUserGroup: 25, TaxCategory: 255, SearchKeywords: 255, ShortDescription: 255, ModelNumber: 20,
  Subtitle: 50, ImageURL: 2083, BrochureURL: 2083, ProductURL: 2083, UPC: 100, UPC1: 100, UPC2: 100, UPC3: 100,
  Type: 100, SubType: 50, ExpenseAccount: 10, PurchaseTaxCode: 20, CostOfSalesAccount: 20, IncomeAccount: 20,
  AssetAccount: 20, SupplierItemCode: 100, PrimarySupplier: 25, DisplayTemplate: 50, ItemURL: 255, CustomContent: 255,
  CustomNonDelivery: 255, SEOPageTitle: 100, SEOMetaKeywords: 255, SEOPageHeading: 100, SEOMetaDescription: 320,
  SEOCanonicalURL: 2083, Group: 25, ShippingCategory: 50, HSTariffNumber: 15, Job: 25, Misc14: 50, Misc15: 50, Misc17: 50,
  Misc18: 50, Misc48: 50, Misc49: 50, Misc50: 50, Misc51: 50, Misc52: 50,
}; // biome-ignore format: a table

/** Written by another name than read. */
export const ITEM_ALIASES: Readonly<Record<string, string>> = { Active: 'IsActive', Subtype: 'SubType' };
